"""Runs one notebook from top to bottom with the system's Python: notebook_test.py NAME. Its outputs must not be in git."""

import os
import pathlib
import sys

import nbformat
from nbconvert.preprocessors import ExecutePreprocessor

path = pathlib.Path(os.environ["ZONECAST_SOURCE"]) / "notebooks" / f"{sys.argv[1]}.ipynb"
notebook = nbformat.read(path, as_version=4)
nbformat.validate(notebook)
for cell in notebook.cells:
    if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
        sys.exit(f"{path}: the cell {cell.id} holds outputs; strip them: jupyter nbconvert --clear-output --inplace {path.name}")

os.environ.setdefault("PYDEVD_DISABLE_FILE_VALIDATION", "1")
execute = ExecutePreprocessor(timeout=600, kernel_name="python3")
notebook, _ = execute.preprocess(notebook, {"metadata": {"path": str(path.parent)}})  # raises at the first cell that fails, with its traceback
pictures = sum("image/png" in output.get("data", {}) for cell in notebook.cells for output in cell.get("outputs", []))
if pictures == 0:
    sys.exit(f"{path}: draws nothing")
print(f"{path.name}: {sum(cell.cell_type == 'code' for cell in notebook.cells)} cells, {pictures} pictures")
