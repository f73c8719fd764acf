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
from ._problems import bad_argument, in_language, warn

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


def whole(argument: str, value: Any, least: int = 0, most: Optional[int] = None) -> int:
    """A whole number from `least` on, up to `most` if there is such a limit."""
    highest = 2**63 - 1 if most is None else most
    try:
        number = operator.index(value)
    except TypeError:
        number = least - 1
    if not least <= number <= highest:
        raise bad_argument(
            argument,
            (f"{value!r} 不是整数，或太小、太大", f"{value!r} is no whole number, or too small or too large"),
            (
                f"写不小于 {least} 的整数" + ("" if most is None else f"，至多 {most}"),
                f"write a whole number from {least} on" + ("" if most is None else f", at most {most}"),
            ),
        )
    return number


def seed_and_threads(seed: Any, threads: Any) -> tuple[int, int]:
    """Both within what the program takes."""
    return whole("seed", seed, most=2**64 - 1), whole("threads", threads, most=2**31 - 1)


def words(argument: str, value: Union[str, Sequence[str]]) -> list[str]:
    """One word or several, as a list."""
    listed = [value] if isinstance(value, str) else list(value)
    for word in listed:
        if not isinstance(word, str):
            raise bad_argument(
                argument, (f"{word!r} 不是字符串", f"{word!r} is no string"), ("写字符串", "write strings")
            )
    return listed


def _known_words(argument: str, value: Union[str, Sequence[str]], known: Sequence[str]) -> list[str]:
    listed = words(argument, value)
    for word in listed:
        if word not in known:
            list_of_known = ", ".join(known)
            raise bad_argument(
                argument,
                (f"没有 {word!r}", f"there is no {word!r}"),
                (f"可用的有：{list_of_known}", f"known are: {list_of_known}"),
            )
    return listed


def _table(
    given: Optional[Mapping[str, Sequence[float]]], replicates: Optional[int]
) -> tuple[list[str], numpy.ndarray, int]:
    """Names and values [replicate, name] of what is given, and the number of replicates."""
    names = [] if given is None else [str(name) for name in given]
    if given is None or not names:
        return [], numpy.empty(0), whole("replicates", 1000 if replicates is None else replicates, 1)
    columns = [numpy.asarray(given[name], dtype=float) for name in given]
    if any(column.ndim != 1 or len(column) != len(columns[0]) for column in columns):
        raise bad_argument(
            "given",
            ("各列长短不一", "its columns are not equally long"),
            ("每列每次模拟一个数", "give each column one number a replicate"),
        )
    values = numpy.column_stack(columns)
    if replicates is not None and replicates != len(values):
        raise bad_argument(
            "given",
            (
                f"有 {len(values)} 行，而模拟次数为 {replicates}",
                f"it has {len(values)} rows for {replicates} replicates",
            ),
            ("不写 replicates：每行即一次模拟", "leave `replicates` out: each row is a replicate"),
        )
    return names, values, whole("given", len(values), 1)


def _warn_of_what_is_far(plan: Plan, names: Sequence[str], values: numpy.ndarray) -> None:
    """Warns of given values outside of what the priors allow."""
    for i, name in enumerate(names):
        prior = plan.parameters.get(name)
        if prior is None:
            continue
        outside = int(((values[:, i] < prior.low) | (values[:, i] > prior.high)).sum())
        if outside:
            warn(
                in_language(
                    f"{name} 的值超出先验的范围 {prior.low:g} 到 {prior.high:g}：{outside} 个",
                    f"values of {name} outside the range of its prior, {prior.low:g} to {prior.high:g}: {outside}",
                )
            )


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
    output: keeps the result file there, if no factors on doses are given. Without it the file is a temporary one,
        removed before the function returns.
    progress: see Progress.

    The Dataset is in memory. Ctrl-C stops the run within the time of a block of replicates, raises KeyboardInterrupt
    and leaves no file. Raises BadInput for what does not fit. Other threads of Python go on meanwhile; several runs
    at once are fine.
    """
    names, values, count = _table(given, replicates)
    number, at_once = seed_and_threads(seed, threads)
    options = {
        "seed": number,
        "first_replicate": whole("first_replicate", first_replicate),
        "replicates": count,
        "threads": at_once,
        "keep": words("keep", keep),
        "uncertainty": _known_words("uncertainty", uncertainty, _UNCERTAINTY),
        "design": _known_words("design", design, _DESIGNS)[0],
        "split_variance": split_variance,
        "given": names,
        "values": values,
    }
    if not summaries and (output is not None or split_variance):
        raise bad_argument(
            "summaries",
            ("结果文件与方差分解都需要汇总", "a result file and a split of variance need summaries"),
            ("去掉其一", "leave one of the two out"),
        )
    if output is not None and any(name.startswith("dose.") for name in names):
        raise bad_argument(
            "output",
            (
                "结果文件不存剂量的倍数，因而无法重现",
                "a result file has no place for factors on doses, and could not be run again",
            ),
            ("不写 output，或用 plan.set 改剂量", "leave `output` out, or change the doses with plan.set"),
        )
    read = plan_of(plan)
    _warn_of_what_is_far(read, names, values.reshape(count, -1))
    core = read._core
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
    _core.prepare_hdf5()  # netCDF's library looks for attributes that are not there, and HDF5 would print each
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
