"""Plans: read, checked and changed."""

from __future__ import annotations

import math
import operator
import os
from typing import Any, Iterator, Mapping, MutableMapping, Optional, Sequence, Union

import pandas

from . import _core
from ._problems import Problem, bad_argument, in_language, warn

Number = Union[int, float]
PathLike = Union[str, "os.PathLike[str]"]


def _text(key: str, value: Number) -> str:
    """A number as a quick change writes it: shortest text that reads back to the same bits."""
    try:
        finite = math.isfinite(value)
    except TypeError:
        finite = False
    if not finite:
        raise bad_argument(
            key, (f"{value!r} 不是有限的数", f"{value!r} is no finite number"), ("写一个数", "give a number")
        )
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


def _with(kept: Mapping[str, str], changes: Mapping[str, Number]) -> dict[str, str]:
    """Quick changes with more of them: a key that was there is set anew, at the end of the order."""
    before = {key: text for key, text in kept.items() if key not in changes}
    return {**before, **{key: _text(key, value) for key, value in changes.items()}}


def _as_options(changes: Mapping[str, str]) -> list[str]:
    """Quick changes as the option --set takes them."""
    return [f"{key}={text}" for key, text in changes.items()]


def _warn_of(core: _core.ReadPlan, known: Sequence[Problem]) -> None:
    """Warns of what a plan's warnings say, but for those that are known."""
    for problem in core.problems():
        if problem.severity == "warning" and problem not in known:
            warn(problem.text())


class Dose(MutableMapping):
    """Doses of a measure by year; a change is one of the plan. Setting a year that had none adds it; taking one away
    sets it to 0."""

    def __init__(self, plan: "Plan", measure: str) -> None:
        self._plan, self._measure = plan, measure

    def _doses(self) -> Mapping[int, float]:
        return self._plan._one("measures", self._measure)["dose"]

    def __getitem__(self, year: int) -> float:
        return self._doses()[year]

    def __setitem__(self, year: int, dose: Number) -> None:
        self._plan.set(f"measure.{self._measure}.dose.{operator.index(year)}", dose)

    def __delitem__(self, year: int) -> None:
        self[year] = 0

    def __iter__(self) -> Iterator[int]:
        return iter(self._doses())

    def __len__(self) -> int:
        return len(self._doses())

    def __repr__(self) -> str:
        return repr(dict(self))


class _Record:
    """Something in a plan: what the plan says of it, as attributes. `kind` and `settable` are the subclass's."""

    _kind = ""
    _settable: Mapping[str, str] = {}

    def __init__(self, plan: "Plan", id: str) -> None:
        object.__setattr__(self, "_plan", plan)
        object.__setattr__(self, "id", id)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        record = self._plan._one(self._kind, self.id)
        if name not in record:
            known = ", ".join(record)
            raise AttributeError(
                in_language(
                    f"{self._kind} 没有 {name!r}；有：{known}", f"{self._kind} have no {name!r}; there are: {known}"
                )
            )
        return record[name]

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self._settable:
            settable = ", ".join(self._settable) or "–"
            raise AttributeError(
                in_language(
                    f"{self._kind} 的 {name!r} 不能改；能改的有：{settable}",
                    f"{name!r} of {self._kind} cannot be set; what can be is: {settable}",
                )
            )
        self._plan.set(self._settable[name].format(self.id), value)

    def __dir__(self) -> list[str]:
        return ["id", *self._plan._one(self._kind, self.id)]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self._plan._one(self._kind, self.id))})"


class Measure(_Record):
    """A measure: `instrument`, `scope`, `facility`, `clause`, `note`, and `dose`, a mapping from year to dose that
    can be changed."""

    _kind = "measures"

    @property
    def dose(self) -> Dose:
        return Dose(self._plan, self.id)


class Target(_Record):
    """A target: `value` (in `unit`) can be set; `name_zh`, `name_en`, `year`, `official`, `metric`, `scope`,
    `clause`."""

    _kind, _settable = "targets", {"value": "target.{}.value"}


class Shock(_Record):
    """A shock: `size` can be set (log points of demand, or share of supply missing); `kind`, `target`, `start`,
    `years`."""

    _kind, _settable = "shocks", {"size": "shock.{}.size"}


class Parameter(_Record):
    """A parameter's prior: `family`, `mean`, `sd`, `low`, `high`, `unit`, `grade`, `source`. Setting `value` fixes
    the parameter."""

    _kind, _settable = "parameters", {"value": "parameter.{}"}

    @property
    def value(self) -> Optional[float]:
        """What it is fixed at; None if it is drawn."""
        return self.mean if self.family == "fixed" else None


class _Records(Mapping):
    """Records of a plan by id."""

    def __init__(self, plan: "Plan", kind: str, type_: type) -> None:
        self._plan, self._kind, self._type = plan, kind, type_

    def __getitem__(self, id: str) -> Any:
        self._plan._one(self._kind, id)
        return self._type(self._plan, id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan._by_id(self._kind))

    def __len__(self) -> int:
        return len(self._plan._by_id(self._kind))

    def to_frame(self) -> pandas.DataFrame:
        """All of them as a table, indexed by id."""
        return pandas.DataFrame(list(self._plan._by_id(self._kind).values())).set_index("id")

    def __repr__(self) -> str:
        return f"<{self._kind}: {', '.join(self)}>"


class Plan:
    """A plan with everything that it leads to, read and checked.

    Changes are the quick changes of the command (`--set`, docs/formats/plan.md): a result says them, so that
    `zonecast reproduce` can run it again. They are checked at once: what does not fit raises BadInput, and the plan
    stays as it was; what is doubtful is warned of (InputWarning). One plan belongs to one thread at a time; make a
    `copy()` for another, which costs next to nothing.
    """

    def __init__(self, path: PathLike, changes: Optional[Mapping[str, Number]] = None) -> None:
        """Reads a plan file (scenarios/plans/*.toml). `changes`: as for `set`. Raises BadInput if anything in it is
        an error."""
        self._path = os.fspath(path)
        self._changes = _with({}, changes or {})
        core = self._read(self._changes)
        _warn_of(core, [])
        self._take(core)

    def _read(self, changes: Mapping[str, str]) -> _core.ReadPlan:
        return _core.ReadPlan(self._path, _as_options(changes))

    def _take(self, core: _core.ReadPlan) -> None:
        self._core = core
        self._tables: Optional[dict] = None

    def _contents(self) -> dict:
        if self._tables is None:
            contents = self._core.contents()
            for kind in ("measures", "targets", "shocks", "parameters"):
                contents[kind] = {one["id"]: one for one in contents[kind]}
            self._tables = contents
        return self._tables

    def _by_id(self, kind: str) -> Mapping[str, dict]:
        return self._contents()[kind]

    def _one(self, kind: str, id: str) -> Mapping[str, Any]:
        try:
            return self._by_id(kind)[id]
        except KeyError:
            known = ", ".join(self._by_id(kind))
            raise KeyError(
                in_language(
                    f"规划的 {kind} 中没有 {id!r}；有：{known}",
                    f"the plan has no {id!r} among its {kind}; there are: {known}",
                )
            ) from None

    @property
    def path(self) -> str:
        """The plan file, as given."""
        return self._path

    @property
    def id(self) -> str:
        return self._contents()["id"]

    @property
    def name_zh(self) -> str:
        return self._contents()["name_zh"]

    @property
    def name_en(self) -> str:
        return self._contents()["name_en"]

    @property
    def province(self) -> str:
        """Id of the province in the figures."""
        return self._contents()["province"]

    @property
    def years(self) -> range:
        """Base year to last year."""
        return range(self._contents()["base_year"], self._contents()["end_year"] + 1)

    @property
    def problems(self) -> list[Problem]:
        """Warnings and notes."""
        return self._core.problems()

    @property
    def changes(self) -> dict[str, float]:
        """Quick changes, in the order in which they are applied."""
        return {key: float(value) for key, value in self._changes.items()}

    @property
    def measures(self) -> Mapping[str, Measure]:
        return _Records(self, "measures", Measure)

    @property
    def targets(self) -> Mapping[str, Target]:
        return _Records(self, "targets", Target)

    @property
    def shocks(self) -> Mapping[str, Shock]:
        return _Records(self, "shocks", Shock)

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        return _Records(self, "parameters", Parameter)

    @property
    def history(self) -> pandas.DataFrame:
        """The pack's figures, one a row: series, place, year, value (in `unit`), spread (standard deviation of its
        logarithm), confidence, published (year), source, note."""
        return pandas.DataFrame(self._core.history())

    def set(self, key: str, value: Number) -> None:
        """Makes a quick change: "parameter.<id>", "measure.<id>.dose" (a factor on all doses),
        "measure.<id>.dose.<year>", "target.<id>.value", "shock.<id>.size", "plan.end_year", "remove.<what>" and the
        other keys of docs/formats/plan.md. A key that was set before is set anew, and moves to the end of the order.
        Raises BadInput if it does not fit."""
        self.update({key: value})

    def update(self, changes: Mapping[str, Number]) -> None:
        """Makes several changes at once: all of them, or none if one does not fit."""
        after = _with(self._changes, changes)
        core = self._read(after)
        _warn_of(core, self.problems)
        self._take(core)
        self._changes = after

    def copy(self, changes: Optional[Mapping[str, Number]] = None) -> "Plan":
        """The same plan, which can be changed apart; `changes` as for `update`."""
        other = object.__new__(Plan)
        other._path, other._changes, other._core, other._tables = (
            self._path,
            dict(self._changes),
            self._core,
            self._tables,
        )
        if changes:
            other.update(changes)
        return other

    def __copy__(self) -> "Plan":
        return self.copy()

    def __deepcopy__(self, memo: dict) -> "Plan":
        return self.copy()

    def __reduce__(self):
        return _again, (self._path, self._changes)

    def __repr__(self) -> str:
        years = f"{self.years.start}-{self.years.stop - 1}"
        return f"<Plan {self.id}, {years}, {len(self.targets)} targets, changes: {self.changes}>"


def _again(path: str, changes: dict[str, str]) -> Plan:
    plan = object.__new__(Plan)
    plan._path, plan._changes = path, changes
    plan._take(plan._read(changes))
    return plan


def load(path: PathLike, changes: Optional[Mapping[str, Number]] = None) -> Plan:
    """Reads and checks a plan file with its pack and library. Raises BadInput, whose `problems` say all that is
    wrong."""
    return Plan(path, changes)


def check(plan: Union[Plan, PathLike], changes: Optional[Mapping[str, Number]] = None) -> list[Problem]:
    """Everything that is wrong with a plan and what it leads to, errors, warnings and notes, as `zonecast check` lists
    it; raises nothing for it. plan: a plan, or the path of one. changes: as for `Plan.update`."""
    path, kept = (plan.path, plan._changes) if isinstance(plan, Plan) else (os.fspath(plan), {})
    return _core.check(path, _as_options(_with(kept, changes or {})))


def plan_of(plan: Union[Plan, PathLike]) -> Plan:
    """A plan, read if only its path is given."""
    return plan if isinstance(plan, Plan) else Plan(plan)
