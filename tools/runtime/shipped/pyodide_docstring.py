"""In place of ``_pyodide.docstring``: nobody asks Pyodide's own objects here what they are for.

To write a signature before each method's text, its start would run inspect, ast and dis.
"""


def dedent_docstring(docstring: str) -> str:
    """Leave a text as it is."""
    return docstring


def get_cmeth_docstring(func: object) -> str:
    """There is none."""
    return ""
