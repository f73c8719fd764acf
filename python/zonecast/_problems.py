"""What is wrong with an input, and how it is raised."""

from __future__ import annotations

import dataclasses
from typing import Sequence


@dataclasses.dataclass(frozen=True)
class Problem:
    """One problem: where it is, what is wrong and why, and what to do about it."""

    severity: str
    """"error", "warning" or "note"."""
    file: str
    """The file, or the quick change or argument that is wrong."""
    line: int
    """Counts from 1; 0 for the file as a whole."""
    column: int
    """Counts from 1; 0 for the file as a whole."""
    what: str
    """What is wrong, and why; in English."""
    hint: str
    """What to do; may be empty."""
    what_zh: str = ""
    """The same in Chinese."""
    hint_zh: str = ""

    def __str__(self) -> str:
        place = self.file + (f":{self.line}:{self.column}" if self.line else "")
        return f"{place}: {self.severity}: {self.what}" + (f"\n    {self.hint}" if self.hint else "")


class BadInput(ValueError):
    """The input has errors. `problems` lists all that was found in it, in the order found, with warnings and notes."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(one) for one in problems if one.severity != "note"))
        self.problems: list[Problem] = list(problems)

    @property
    def errors(self) -> list[Problem]:
        """The problems for which the input was refused."""
        return [one for one in self.problems if one.severity == "error"]

    def __reduce__(self):
        return type(self), (self.problems,)


class Stopped(RuntimeError):
    """A progress function returned False, and the work ended. Nothing was written."""
