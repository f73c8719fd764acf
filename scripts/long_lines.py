#!/usr/bin/env python3
"""Names the lines of more than 120 characters and ends with status 1 if there are any: scripts/long_lines.py FILE...
With --count it only says how many there are, in how many files."""

import pathlib
import sys

WIDTH = 120


def main():
    names = [name for name in sys.argv[1:] if not name.startswith("--")]
    found = []
    for name in names:
        lines = pathlib.Path(name).read_text(encoding="utf-8").splitlines()
        found += [(name, number, len(line)) for number, line in enumerate(lines, 1) if len(line) > WIDTH]
    if "--count" in sys.argv[1:]:
        files = len({name for name, _, _ in found})
        print(f"style: {len(found)} lines of code in {files} files have more than {WIDTH} characters (no failure)")
        return
    for name, number, length in found:
        print(f"{name}:{number}: {length} characters, at most {WIDTH}")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
