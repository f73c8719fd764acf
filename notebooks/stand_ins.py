"""Stand-ins for SALib and the EMA Workbench, which Debian does not package: functions of the same names and
signatures, so that what notebook 07 shows runs everywhere and goes over to the real ones by changing an import. They
do the least that the notebook needs."""

import itertools
import statistics

import numpy as np
import pandas as pd


def _refuse(**asked):
    for name, value in asked.items():
        if value:
            raise NotImplementedError(f"the stand-in does not know {name}={value!r}; SALib does")


def sample(problem, N, *, calc_second_order=True, scramble=True, skip_values=0, seed=None):
    """SALib.sample.sobol.sample: rows of Saltelli's scheme, [N (D + 2), D], or [N (2 D + 2), D] with second order.
    Random points stand in for a Sobol sequence, so that there is nothing to scramble."""
    _refuse(calc_second_order=calc_second_order, skip_values=skip_values)
    d = problem["num_vars"]
    a, b = np.random.default_rng(seed).random((2, N, d))
    rows = np.empty((N, d + 2, d))
    rows[:, 0], rows[:, -1] = a, b
    for i in range(d):
        rows[:, i + 1] = a
        rows[:, i + 1, i] = b[:, i]
    low, high = np.array(problem["bounds"], dtype=float).T
    return low + rows.reshape(-1, d) * (high - low)


def analyze(
    problem,
    Y,
    calc_second_order=True,
    num_resamples=100,
    conf_level=0.95,
    print_to_console=False,
    parallel=False,
    n_processors=None,
    keep_resamples=False,
    seed=None,
):
    """SALib.analyze.sobol.analyze: {"S1", "ST", "S1_conf", "ST_conf"}, an array with one number a variable each."""
    _refuse(
        calc_second_order=calc_second_order,
        print_to_console=print_to_console,
        parallel=parallel,
        n_processors=n_processors,
        keep_resamples=keep_resamples,
    )
    d = problem["num_vars"]
    y = np.asarray(Y, dtype=float).reshape(-1, d + 2)

    def indices(rows):
        a, b, ab = rows[:, 0], rows[:, -1], rows[:, 1:-1]
        variance = np.var(np.concatenate([a, b]))
        first = np.mean(b[:, None] * (ab - a[:, None]), axis=0) / variance
        return first, np.mean((a[:, None] - ab) ** 2, axis=0) / (2 * variance)

    y = (y - y.mean()) / y.std()
    random = np.random.default_rng(seed)
    again = np.array([indices(y[random.integers(len(y), size=len(y))]) for _ in range(num_resamples)])
    first, total = indices(y)
    spread = statistics.NormalDist().inv_cdf(0.5 + conf_level / 2) * again.std(axis=0, ddof=1)
    return {"S1": first, "S1_conf": spread[0], "ST": total, "ST_conf": spread[1]}


class RealParameter:
    """ema_workbench.RealParameter."""

    def __init__(self, name, lower_bound, upper_bound):
        self.name, self.lower_bound, self.upper_bound = name, lower_bound, upper_bound


class ScalarOutcome:
    """ema_workbench.ScalarOutcome."""

    def __init__(self, name):
        self.name = name


class Model:
    """ema_workbench.Model: a function of uncertainties and levers, given by name, that returns outcomes by name."""

    def __init__(self, name, function):
        self.name, self.function = name, function
        self.uncertainties, self.levers, self.outcomes = [], [], []


def perform_experiments(models, scenarios=0, policies=0, seed=1):
    """ema_workbench.perform_experiments: every scenario under every policy, both drawn at random; (experiments,
    outcomes)."""
    random = np.random.default_rng(seed)

    def draw(parameters, count):
        return [{p.name: random.uniform(p.lower_bound, p.upper_bound) for p in parameters} for _ in range(count)]

    rows, found = [], []
    for scenario, (number, policy) in itertools.product(
        draw(models.uncertainties, scenarios), enumerate(draw(models.levers, policies))
    ):
        rows.append({**scenario, **policy, "policy": number, "model": models.name})
        found.append(models.function(**scenario, **policy))
    return pd.DataFrame(rows), {
        outcome.name: np.array([one[outcome.name] for one in found]) for outcome in models.outcomes
    }
