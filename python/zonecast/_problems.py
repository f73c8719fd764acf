"""What is wrong with an input, and how it is raised."""

from __future__ import annotations

import dataclasses
import os
import sys
import warnings
from typing import Optional, Sequence

from . import _core


def in_language(zh: str, en: str, language: Optional[str] = None) -> str:
    """The text in the language, "zh" or "en"; if None, in that of the environment, as the command chooses it."""
    return zh if (language or _core.language()) == "zh" else en


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
    what_zh: str
    """The same in Chinese."""
    hint_zh: str

    def text(self, language: Optional[str] = None) -> str:
        """As the command prints it, in "zh" or "en"; if None, in the language of the environment (LC_ALL,
        LC_MESSAGES, LANG)."""
        place = self.file + (f":{self.line}:{self.column}" if self.line else "")
        kind = in_language(_core.severity_in_chinese(self.severity), self.severity, language)
        hint = in_language(self.hint_zh, self.hint, language)
        text = f"{place}: {kind}: {in_language(self.what_zh, self.what, language)}"
        return text + (f"\n    {hint}" if hint else "")

    def __str__(self) -> str:
        return self.text()


class BadInput(ValueError):
    """The input has errors. `problems` lists all that was found in it, in the order found, with warnings and notes."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(*problems)
        self.problems: list[Problem] = list(problems)

    @property
    def errors(self) -> list[Problem]:
        """The problems for which the input was refused."""
        return [one for one in self.problems if one.severity == "error"]

    def __str__(self) -> str:
        """Errors and warnings, in the language of the environment."""
        return "\n".join(str(one) for one in self.problems if one.severity != "note")

    def __reduce__(self):
        return type(self), (self.problems,)


def bad_argument(argument: str, what: tuple[str, str], hint: tuple[str, str]) -> BadInput:
    """Refuses an argument; texts in Chinese and English."""
    return BadInput([Problem("error", argument, 0, 0, what[1], hint[1], what[0], hint[0])])


class InputWarning(UserWarning):
    """Something in the input is doubtful: what the command prints as a warning."""


def warn(text: str) -> None:
    """Warns, as of the line that called the package."""
    here, frame, level = os.path.dirname(__file__), sys._getframe(), 1
    while frame.f_back is not None and os.path.dirname(frame.f_code.co_filename) == here:
        frame, level = frame.f_back, level + 1
    warnings.warn(text, InputWarning, stacklevel=level)


class Stopped(RuntimeError):
    """A progress function returned False, and the work ended. Nothing was written."""
