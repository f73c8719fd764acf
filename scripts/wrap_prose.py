#!/usr/bin/env python3
"""Wraps paragraphs of Markdown that hold a line of more than 120 characters: scripts/wrap_prose.py FILE...
With --check it changes nothing, names such lines and ends with status 1.

Tables, code blocks, displayed formulas, headings and comments stay as they are. Code spans and formulas in a line are
never broken. Chinese text is broken behind punctuation only, where a reader does not see the blank that a renderer
makes of a line end."""

import pathlib
import re
import sys

WIDTH = 120
ITEM = re.compile(r"^(\s*)([-*+]|\d+[.)])\s+")
WHOLE = re.compile(r"`[^`]*`|\$[^$\s](?:[^$]*[^$\s])?\$")  # spans that are not broken
BLANK = "\0"  # stands for a blank inside such a span
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’…—]")
BREAK_BEHIND = re.compile(r"(?<=[，。；：！？、）》」])(?![，。；：！？、）》」”])")
# What would mean something else at the start of a line.
NEVER_FIRST = re.compile(r"^(?:[-*+>#|=]+|\d+[.)])$|^\||^>|^`scenarios/|^#+$|^-{2,}")


def is_verbatim(line):
    return line.lstrip().startswith(("|", "#", "<!--", "<", "![", "[//]")) or not line.strip()


def blocks(lines):
    """The lines in groups: (True, paragraph) or (False, lines that stay)."""
    group, inside = [], None
    for line in lines:
        stripped = line.strip()
        if inside:
            yield False, [line]
            if inside == "$$" and stripped.endswith("$$") or inside != "$$" and stripped.startswith(inside):
                inside = None
            elif inside == "$$" and "$$" in stripped:
                inside = None
            continue
        fence = re.match(r"```+|~~~+", stripped)
        if fence or stripped.startswith("$$") or is_verbatim(line):
            if group:
                yield True, group
                group = []
            yield False, [line]
            if fence:
                inside = fence[0]
            elif stripped.startswith("$$") and stripped.count("$$") % 2:
                inside = "$$"
            continue
        if ITEM.match(line) and group:
            yield True, group
            group = []
        group.append(line)
    if group:
        yield True, group


def joined(lines):
    """The lines of a paragraph as one; no blank where two Chinese characters meet."""
    text = lines[0].strip()
    for line in (line.strip() for line in lines[1:]):
        text += line if CHINESE.match(text[-1]) and CHINESE.match(line[0]) else " " + line
    return text


def pieces(text):
    """(piece, a blank stands before it) of a text, where it may be broken."""
    text = WHOLE.sub(lambda match: match[0].replace(" ", BLANK), text)
    for word in text.split():
        for number, part in enumerate(BREAK_BEHIND.split(word)):
            if part:
                yield part.replace(BLANK, " "), number == 0


def wrapped(lines):
    item = ITEM.match(lines[0])
    first = item[0] if item else re.match(r"\s*", lines[0])[0]
    rest = " " * len(first) if item else first
    text = joined([lines[0][len(first):], *lines[1:]])
    result, line = [], []
    length = len(first)
    for piece, blank in pieces(text):
        wide = len(piece) + (1 if blank and line else 0)
        if line and length + wide > WIDTH:
            following = [(piece, blank)]
            while NEVER_FIRST.match(following[0][0]) and len(line) > 1:
                following.insert(0, line.pop())
            result.append(line)
            line, length = [], len(rest)
            for number, (text_of, gap) in enumerate(following):
                line.append((text_of, gap))
                length += len(text_of) + (1 if gap and number else 0)
        else:
            line.append((piece, blank))
            length += wide
    result.append(line)
    texts = []
    for number, parts in enumerate(result):
        text = first if number == 0 else rest
        for position, (piece, blank) in enumerate(parts):
            text += (" " if blank and position else "") + piece
        texts.append(text)
    return texts


def rewritten(text):
    lines = []
    for is_paragraph, group in blocks(text.splitlines()):
        lines += wrapped(group) if is_paragraph and any(len(line) > WIDTH for line in group) else group
    return "\n".join(lines) + "\n"


def main():
    check = "--check" in sys.argv[1:]
    failed = False
    for name in sys.argv[1:]:
        if name.startswith("--"):
            continue
        path = pathlib.Path(name)
        text = path.read_text(encoding="utf-8")
        new = rewritten(text)
        if new == text:
            continue
        if not check:
            path.write_text(new, encoding="utf-8")
            continue
        failed = True
        kept = set(new.splitlines())
        for number, line in enumerate(text.splitlines(), 1):
            if len(line) > WIDTH and line not in kept:
                print(f"{name}:{number}: {len(line)} characters, at most {WIDTH}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
