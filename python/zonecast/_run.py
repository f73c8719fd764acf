"""Runs, and what they give."""

from __future__ import annotations

import operator
import os
import sys
import tempfile
import threading
from typing import Any, Callable, ContextManager, Mapping, Optional, Sequence, Union

import numpy
import pandas
import xarray

from . import _core
from ._plan import PathLike, Plan, plan_of
from ._problems import BadInput, Problem

Progress = Union[None, bool, Callable[[int, int], Optional[bool]]]
"""A bar of tqdm if it is installed and standard error is a terminal (None), such a bar in any case (True), nothing
(False), or a function of what is done and all there is to do, which may return False to stop."""

_UNCERTAINTY = ("parameters", "initial", "chance")
_DESIGNS = ("independent", "lhs", "sobol")


class Bar:
    """Progress as the core takes it: a function or None, while the `with` lasts."""

    def __init__(self, progress: Progress, what: str) -> None:
        self._told = progress if callable(progress) else None
        self._bar: Any = None
        self._what = what
        if progress is True or (progress is None and sys.stderr is not None and sys.stderr.isatty()):
            try:
                from tqdm import tqdm
            except ImportError:
                return
            self._bar = tqdm(desc=what, unit="", leave=False)

    def __enter__(self) -> Optional[Callable[[int, int], Optional[bool]]]:
        return self._show if self._bar is not None else self._told

    def _show(self, done: int, total: int) -> None:
        self._bar.total, self._bar.n = total, done
        self._bar.refresh()

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()


def _bad(argument: str, what: str, hint: str) -> BadInput:
    return BadInput([Problem("error", argument, 0, 0, what, hint)])


def whole(argument: str, value: Any) -> int:
    """A whole number that is not below zero."""
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if not 0 <= number < 2**63:
        raise _bad(argument, f"{value!r} is no whole number from 0 on", "write one such as 1")
    return number


def _words(argument: str, words: Union[str, Sequence[str]], known: Sequence[str]) -> list[str]:
    words = [words] if isinstance(words, str) else list(words)
    for word in words:
        if word not in known:
            raise _bad(argument, f"there is no {word!r}", "known are: " + ", ".join(known))
    return words


def _table(
    given: Optional[Mapping[str, Sequence[float]]], replicates: Optional[int]
) -> tuple[list[str], numpy.ndarray, int]:
    """Names and values [replicate, name] of what is given, and the number of replicates."""
    if given is None or len(given) == 0:
        return [], numpy.empty(0), 1000 if replicates is None else replicates
    names = [str(name) for name in given]
    values = numpy.column_stack([numpy.asarray(given[name], dtype=float) for name in given])
    if replicates is not None and replicates != len(values):
        raise _bad(
            "given",
            f"it has {len(values)} rows for {replicates} replicates",
            "leave `replicates` out: each row is a replicate",
        )
    return names, values, len(values)


def _in_memory(core: _core.ReadPlan, options: Mapping[str, Any], progress: Any) -> xarray.Dataset:
    """What there is of each replicate as a Dataset; names, dimensions, units and meanings are those that the result
    file is declared with."""
    out = _core.run_to_memory(core, dict(options), progress)
    out["replicate"] = numpy.arange(out["first"], out["first"] + out["count"], dtype=numpy.int64)
    labels = {"year": numpy.asarray(out["year"], dtype=numpy.int32), "replicate": out["replicate"]}
    for name in ("target", "parameter", "series"):
        for label in (name, f"{name}_name_zh", f"{name}_name_en", f"{name}_unit", f"{name}_group"):
            if label in out:
                labels[label] = numpy.asarray(out[label], dtype=object)
    variables = {}
    for name in [*labels, "target_value", "target_met", "target_first_year", "parameter_value", "series_value"]:
        values = labels.get(name, out.get(name))
        declared = _core.variable(name)
        if 0 in values.shape:
            continue
        if declared["missing"] is not None and values.dtype.kind == "i":
            values = numpy.where(values == declared["missing"], numpy.nan, values.astype(float))
        variables[name] = (declared["dimensions"], values, declared["attributes"])
    names = [name for name in variables if name.endswith(("_name_zh", "_name_en"))]
    return xarray.Dataset(variables).set_coords(names)


def run(
    plan: Union[Plan, PathLike],
    replicates: Optional[int] = None,
    *,
    seed: int = 1,
    threads: int = 0,
    keep: Sequence[str] = (),
    uncertainty: Union[str, Sequence[str]] = _UNCERTAINTY,
    design: str = "independent",
    given: Optional[Mapping[str, Sequence[float]]] = None,
    first_replicate: int = 0,
    split_variance: bool = False,
    summaries: bool = True,
    output: Optional[PathLike] = None,
    progress: Progress = None,
) -> xarray.Dataset:
    """Projects a plan, as `zonecast run` does, and returns the result: the same numbers to the bit as the command
    with the same plan, seed and options, under the same names, with the same units and attributes
    (docs/formats/results.md).

    plan: a plan, or the path of one.
    replicates: how many (1000), or as many as `given` has rows.
    seed: of all draws. threads: 0 for all cores; it changes no bit.
    keep: series that are kept for every replicate, "dimension:entity:observable", in series_value(replicate, series,
        year).
    uncertainty: which kinds are drawn, of "parameters", "initial", "chance"; () holds all at the centre.
    design: of the parameters: "independent", "lhs" or "sobol".
    given: values of parameters and effects in place of draws, and factors "dose.<measure>" on all doses of a
        measure: a column a name, a row a replicate, in the program's units.
    first_replicate: number of the first one, to run in parts.
    split_variance: also split each target's variance among kinds of uncertainty (four more runs).
    summaries: False leaves out everything but what is per replicate, target_value(replicate, target), target_met,
        target_first_year, parameter_value(replicate, parameter) and kept series: faster, and no file is written.
    output: keeps the result file there. Without it the file is a temporary one, removed before the function returns.
    progress: see Progress.

    The Dataset is in memory. Ctrl-C stops the run within the time of a block of replicates, raises KeyboardInterrupt
    and leaves no file. Raises BadInput for what does not fit. Other threads of Python go on meanwhile; several runs
    at once are fine.
    """
    names, values, count = _table(given, replicates)
    options = {
        "seed": whole("seed", seed),
        "first_replicate": whole("first_replicate", first_replicate),
        "replicates": whole("replicates", count),
        "threads": whole("threads", threads),
        "keep": [keep] if isinstance(keep, str) else list(keep),
        "uncertainty": _words("uncertainty", uncertainty, _UNCERTAINTY),
        "design": _words("design", design, _DESIGNS)[0],
        "split_variance": split_variance,
        "given": names,
        "values": values,
    }
    if not summaries and (output is not None or split_variance):
        raise _bad("summaries", "a result file and a split of variance need summaries", "leave one of the two out")
    core = plan_of(plan)._core
    with Bar(progress, "run") as tell:
        if not summaries:
            return _in_memory(core, options, tell)
        if output is not None:
            _core.run_to_file(core, options, os.fspath(output), tell)
            return _load(output)
        with _folder() as folder:
            path = os.path.join(folder, "result.h5")
            _core.run_to_file(core, options, path, tell)
            return _load(path)


def _folder() -> ContextManager[str]:
    return tempfile.TemporaryDirectory(prefix="zonecast-")


_loading = threading.Lock()  # netCDF's library serves one thread at a time


def _load(path: PathLike) -> xarray.Dataset:
    with _loading, xarray.open_dataset(path) as result:
        loaded = result.load()
    loaded.encoding.pop("source", None)  # the file may be gone
    return loaded


def targets(result: Union[xarray.Dataset, PathLike]) -> pandas.DataFrame:
    """The verdict on every target, one a row, indexed by id: all variables of the result that are one number or text
    a target, under their names without "target_" (chance, chance_low, threshold, unit, ...), and quantiles of the
    value judged as quantile_0.05 and so on.

    `attrs["units"]` holds the unit of each column as the result says it; "see target_unit" points at the column
    `unit`.
    result: a Dataset of `run`, or the path of a result file.
    """
    dataset = result if isinstance(result, xarray.Dataset) else _load(result)
    columns, units = {}, {}
    for name in dataset.variables:
        if dataset[name].dims == ("target",) and name != "target":
            columns[name[len("target_") :]] = dataset[name].values
            if "units" in dataset[name].attrs:
                units[name[len("target_") :]] = dataset[name].attrs["units"]
    for i, level in enumerate(dataset["quantile"].values if "target_quantile" in dataset else ()):
        columns[f"quantile_{level:g}"] = dataset["target_quantile"].values[:, i]
        units[f"quantile_{level:g}"] = dataset["target_quantile"].attrs["units"]
    index = pandas.Index(dataset["target"].values if "target" in dataset.coords else [], name="target")
    table = pandas.DataFrame(columns, index=index)
    table.attrs["units"] = units
    return table
