"""Executes the notebook that is named; fails where a cell does. Prints how many cells of code ran."""

import sys

import nbformat
from nbclient import NotebookClient

notebook = nbformat.read(sys.argv[1], as_version=4)
nbformat.validate(notebook)
NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
print(f"CELLS {len(shown)}")
