"""A plan as a function of numbers, for tools that call functions: EMA Workbench, SALib, optimisers."""

from __future__ import annotations

from typing import Callable, Mapping, Union

import xarray

from ._plan import PathLike, Plan, plan_of
from ._problems import bad_argument, in_language
from ._run import run

Outcome = Union[str, Callable[[xarray.Dataset], float]]


def _read(outcome: Outcome, result: xarray.Dataset) -> float:
    if callable(outcome):
        return float(outcome(result))
    target, _, what = outcome.rpartition(".")
    variable = {"chance": "target_met", "value": "target_value"}[what]
    return float(result[variable].sel(target=target).mean())


class PlanFunction:
    """A function of levers and uncertainties that returns outcomes: `function(name=value, ...)` gives `{outcome:
    number}`.

    It makes the changes in a copy of the plan and runs it; calls with the same numbers give the same bits, and all
    calls share their random numbers, so that outcomes differ by the change alone. Thread-safe, and can be sent to
    other processes.
    """

    def __init__(
        self,
        plan: Union[Plan, PathLike],
        changes: Mapping[str, str],
        outcomes: Mapping[str, Outcome],
        replicates: int = 128,
        seed: int = 1,
        threads: int = 1,
    ) -> None:
        """changes: which quick change each argument is, e.g. {"renewal": "parameter.renewal_rate", "cultivation":
        "measure.cultivation.dose"}. outcomes: "<target>.chance" (share of replicates), "<target>.value" (mean of the
        value judged, in the target's unit) or a function of the Dataset that `run(..., summaries=False)` returns.
        threads: of one call."""
        self.plan, self.changes, self.outcomes = plan_of(plan).copy(), dict(changes), dict(outcomes)
        self.replicates, self.seed, self.threads = replicates, seed, threads
        for name, outcome in self.outcomes.items():
            if callable(outcome):
                continue
            target, _, what = outcome.rpartition(".")
            if what not in ("chance", "value") or target not in self.plan.targets:
                known = ", ".join(self.plan.targets)
                raise bad_argument(
                    f"outcomes[{name!r}]",
                    (f"没有结果 {outcome!r}", f"there is no outcome {outcome!r}"),
                    (
                        f"写 '<目标>.chance' 或 '<目标>.value'；目标有：{known}",
                        f"write '<target>.chance' or '<target>.value'; targets are: {known}",
                    ),
                )

    def __call__(self, **arguments: float) -> dict[str, float]:
        unknown = set(arguments) - set(self.changes)
        if unknown:
            names, known = ", ".join(sorted(unknown)), ", ".join(self.changes)
            raise TypeError(
                in_language(
                    f"函数没有参数 {names}；可用的有：{known}", f"the function has no {names}; it takes: {known}"
                )
            )
        plan = self.plan.copy({self.changes[name]: value for name, value in arguments.items()})
        result = run(plan, self.replicates, seed=self.seed, threads=self.threads, summaries=False, progress=False)
        return {name: _read(outcome, result) for name, outcome in self.outcomes.items()}


def as_function(
    plan: Union[Plan, PathLike],
    changes: Mapping[str, str],
    outcomes: Mapping[str, Outcome],
    replicates: int = 128,
    seed: int = 1,
    threads: int = 1,
) -> PlanFunction:
    """A plan as a function of numbers: see PlanFunction."""
    return PlanFunction(plan, changes, outcomes, replicates, seed, threads)
