#!/usr/bin/env python3
"""Takes outputs and execution counts out of notebooks: scripts/strip_notebooks.py FILE...
With --check it changes nothing, names notebooks that hold some and ends with status 1."""

import json
import pathlib
import sys


def main():
    check, failed = "--check" in sys.argv[1:], False
    for name in sys.argv[1:]:
        if name.startswith("--"):
            continue
        path = pathlib.Path(name)
        notebook = json.loads(path.read_text(encoding="utf-8"))
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        if not any(cell.get("outputs") or cell.get("execution_count") is not None for cell in cells):
            continue
        if check:
            print(f"{name}: holds outputs")
            failed = True
            continue
        for cell in cells:
            cell["outputs"], cell["execution_count"] = [], None
        path.write_text(json.dumps(notebook, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
