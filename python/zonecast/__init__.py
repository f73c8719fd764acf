"""zonecast from Python: plans read, checked, changed and run; results as xarray Datasets, tables as DataFrames.

    import zonecast
    plan = zonecast.load("scenarios/plans/hunan-htz-2017-2019.toml")
    plan.measures["cultivation"].dose[2018] = 2
    plan.set("parameter.renewal_rate", 0.8)
    result = zonecast.run(plan, 1000, seed=7)
    print(zonecast.targets(result)[["name_en", "chance"]])

Units of the program: money 1e8 CNY, people 1e4 persons, land mu, shares and rates as ratios. docs/python.md says
more.
"""

from ._core import __version__
from ._function import PlanFunction, as_function
from ._plan import Measure, Parameter, Plan, Shock, Target, check, load
from ._problems import BadInput, InputWarning, Problem, Stopped
from ._questions import Backtest, Comparison, Sensitivity, backtest, compare, learn, panel, sensitivity
from ._run import run, targets

__all__ = [
    "Backtest",
    "BadInput",
    "Comparison",
    "InputWarning",
    "Measure",
    "Parameter",
    "Plan",
    "PlanFunction",
    "Problem",
    "Sensitivity",
    "Shock",
    "Stopped",
    "Target",
    "__version__",
    "as_function",
    "backtest",
    "check",
    "compare",
    "learn",
    "load",
    "panel",
    "run",
    "sensitivity",
    "targets",
]
