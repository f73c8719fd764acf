"""What several runs say together, and what the panel of provinces says."""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Any, Optional, Sequence, Union

import pandas

from . import _core
from ._plan import PathLike, Plan, plan_of
from ._run import Bar, Progress, seed_and_threads, whole, words


@dataclasses.dataclass(frozen=True)
class Comparison:
    """Two plans, paired replicate by replicate."""

    levers: pandas.DataFrame
    """What differs, one a row: kind, id, a and b (what each plan says)."""
    differences: pandas.DataFrame
    """One a row: of ("chance", "value" or "province"), id, a, b (means), difference (b less a), standard_error,
    variance_reduction. Chances are ratios, values in the target's unit, observables of the province in theirs, in
    the last year that both plans have."""
    contributions: pandas.DataFrame
    """Share of each lever in each difference, one a row: of, id, lever (its id), difference, standard_error."""
    json: dict
    """All of it, as `zonecast compare --json` prints it."""


@dataclasses.dataclass(frozen=True)
class Sensitivity:
    """What targets hang on."""

    morris: pandas.DataFrame
    """One a row: target, kind and factor, mu_star with mu_star_low and mu_star_high (95 per cent), mu, sigma; in the
    target's unit."""
    sobol: pandas.DataFrame
    """One a row: target, kind and factor, first and total with their intervals (first_low, ...): shares of the
    variance."""
    json: dict
    """All of it, as `zonecast sensitivity --json` prints it."""


@dataclasses.dataclass(frozen=True)
class Backtest:
    """Projections from past years beside what was published."""

    cases: pandas.DataFrame
    """One a row: place, series, origin, horizon, outcome, and columns such as model.crps (of the logarithm)."""
    by_series: pandas.DataFrame
    """Scores by series, horizons 1 to 3: cases, and columns such as random_walk.skill."""
    json: dict
    """All of it, as `zonecast backtest --json` prints it."""


def _differences(out: dict) -> pandas.DataFrame:
    return pandas.DataFrame(
        [{key: value for key, value in one.items() if key != "levers"} for one in out["differences"]]
    )


def _numbers(table: pandas.DataFrame, texts: Sequence[str]) -> pandas.DataFrame:
    """Columns that are not texts as numbers, so that what is missing is NaN."""
    for column in table.columns:
        if column not in texts:
            table[column] = pandas.to_numeric(table[column])
    return table


def compare(
    a: Union[Plan, PathLike],
    b: Union[Plan, PathLike],
    replicates: int = 400,
    *,
    seed: int = 1,
    threads: int = 0,
    attribute: bool = True,
    progress: Progress = None,
) -> Comparison:
    """Compares two plans replicate by replicate on the same draws, as `zonecast compare` does, and shares each
    difference out among what differs (`attribute`)."""
    first, second = plan_of(a), plan_of(b)
    replicates = whole("replicates", replicates, 2)
    seed, threads = seed_and_threads(seed, threads)
    with Bar(progress, "compare") as tell:
        out = json.loads(_core.compare(first._core, second._core, replicates, seed, threads, attribute, tell))
    levers = pandas.DataFrame(out["levers"], columns=["kind", "id", "a", "b"])
    contributions = [
        {"of": one["of"], "id": one["id"], "lever": lever["id"], **share}
        for one in out["differences"]
        for lever, share in zip(out["levers"], one["levers"])
    ]
    shares = pandas.DataFrame(contributions, columns=["of", "id", "lever", "difference", "standard_error"])
    return Comparison(levers, _numbers(_differences(out), ("of", "id")), _numbers(shares, ("of", "id", "lever")), out)


def _flat(estimate: dict, name: str) -> dict:
    return {name: estimate["value"], f"{name}_low": estimate["interval"][0], f"{name}_high": estimate["interval"][1]}


def sensitivity(
    plan: Union[Plan, PathLike],
    targets: Sequence[str] = (),
    replicates: int = 256,
    *,
    trajectories: int = 20,
    screened: int = 10,
    factors: Sequence[str] = (),
    dose_range: tuple[float, float] = (0.5, 1.5),
    sobol: bool = True,
    seed: int = 1,
    threads: int = 0,
    progress: Progress = None,
) -> Sensitivity:
    """Says which parameters, effects and doses targets hang on, as `zonecast sensitivity` does: Morris screening of
    all factors, then Sobol indices of the `screened` strongest, or of `factors` without a screening. targets: ids;
    all official ones if none is named. replicates: rows of the Sobol sample, at least 16."""
    low, high = dose_range
    seed, threads = seed_and_threads(seed, threads)
    with Bar(progress, "sensitivity") as tell:
        out = json.loads(
            _core.sensitivity(
                plan_of(plan)._core,
                words("targets", targets),
                whole("replicates", replicates, 16),
                whole("trajectories", trajectories, 2),
                whole("screened", screened, 1),
                words("factors", factors),
                (float(low), float(high)),
                sobol,
                seed,
                threads,
                tell,
            )
        )
    morris, shares = [], []
    for target in out["targets"]:
        for one in target["morris"]:
            morris.append(
                {
                    "target": target["id"],
                    "kind": one["kind"],
                    "factor": one["factor"],
                    **_flat(one["mu_star"], "mu_star"),
                    "mu": one["mu"],
                    "sigma": one["sigma"],
                }
            )
        for one in target["sobol"]:
            shares.append(
                {
                    "target": target["id"],
                    "kind": one["kind"],
                    "factor": one["factor"],
                    **_flat(one["first"], "first"),
                    **_flat(one["total"], "total"),
                }
            )
    texts = ("target", "kind", "factor")
    return Sensitivity(_numbers(pandas.DataFrame(morris), texts), _numbers(pandas.DataFrame(shares), texts), out)


def backtest(
    folder: PathLike,
    origins: Union[int, tuple[int, int]],
    *,
    horizon: Optional[int] = None,
    replicates: Optional[int] = None,
    provinces: Sequence[str] = (),
    leave_out: bool = False,
    seed: int = 1,
    threads: int = 0,
    progress: Progress = None,
) -> Backtest:
    """Scores projections from past years against what was published, as `zonecast backtest` does.

    folder: of a pack (scenarios/packs/*) or of a library with a panel (scenarios/library: provinces without zones).
    origins: a year, or the first and the last one. horizon: years ahead (5 for a pack, 3 for a library). replicates:
    from each origin (200, 1000). provinces, leave_out: for a library, which to score, and whether each is scored as
    if it had not been learned from.
    """
    first, last = origins if isinstance(origins, (tuple, list)) else (origins, origins)
    first, last = whole("origins", first), whole("origins", last)
    ahead = None if horizon is None else whole("horizon", horizon, 1)
    count = None if replicates is None else whole("replicates", replicates, 2)
    seed, threads = seed_and_threads(seed, threads)
    named = words("provinces", provinces)
    with Bar(progress, "backtest") as tell:
        out = json.loads(
            _core.backtest(os.fspath(folder), (first, last), ahead, count, seed, threads, named, leave_out, tell)
        )
    return Backtest(pandas.json_normalize(out["cases"]), pandas.json_normalize(out["by_series"]), out)


def learn(library: PathLike, until: Optional[int] = None) -> pandas.DataFrame:
    """What the reference law learns from the panel of a library, as known at the end of `until` (all of it if None), as
    `zonecast learn` says it: one parameter a row with series, of ("nation" or "provinces"), parameter, mean, sd, and
    zero, the weight of zero."""
    out = json.loads(_core.learn(os.fspath(library), None if until is None else whole("until", until)))
    rows: list[dict[str, Any]] = []
    for headline in out["headlines"]:
        for of in ("nation", "provinces"):
            for name, value in (headline[of] or {}).items():
                if isinstance(value, dict):
                    rows.append({"series": headline["series"], "of": of, "parameter": name, **value})
    return pandas.DataFrame(rows)


def panel(library: PathLike) -> pandas.DataFrame:
    """The library's figures of the nation ("china") and its provinces, one a row: series, place, year, value (in
    `unit`), spread (standard deviation of its logarithm), confidence, published (year), source, note. A year's value
    as published last."""
    return pandas.DataFrame(_core.panel(os.fspath(library)))
