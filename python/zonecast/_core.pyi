"""The compiled part. Not for users: the package says the same in Python's terms. Work that takes long gives up the
GIL."""

from typing import Any, Callable, Optional, Sequence

from ._problems import Problem

__version__: str
Progress = Optional[Callable[[int, int], Optional[bool]]]

class ReadPlan:
    def __init__(self, path: str, changes: Sequence[str]) -> None: ...
    def problems(self) -> list[Problem]: ...
    def contents(self) -> dict[str, Any]: ...
    def history(self) -> dict[str, list]: ...

def run_to_file(plan: ReadPlan, options: dict[str, Any], path: str, progress: Progress) -> None: ...
def run_to_memory(plan: ReadPlan, options: dict[str, Any], progress: Progress) -> dict[str, Any]: ...
def check(path: str, changes: Sequence[str]) -> list[Problem]: ...
def variable(name: str) -> dict[str, Any]: ...
def language() -> str: ...
def severity_in_chinese(english: str) -> str: ...
def compare(
    a: ReadPlan, b: ReadPlan, replicates: int, seed: int, threads: int, attribute: bool, progress: Progress
) -> str: ...
def sensitivity(
    plan: ReadPlan,
    targets: Sequence[str],
    replicates: int,
    trajectories: int,
    screened: int,
    factors: Sequence[str],
    doses: tuple[float, float],
    sobol: bool,
    seed: int,
    threads: int,
    progress: Progress,
) -> str: ...
def panel(library: str) -> dict[str, list]: ...
def learn(library: str, until: Optional[int]) -> str: ...
def backtest(
    folder: str,
    origins: tuple[int, int],
    horizon: Optional[int],
    replicates: Optional[int],
    seed: int,
    threads: int,
    provinces: Sequence[str],
    leave_out: bool,
    progress: Progress,
) -> str: ...
