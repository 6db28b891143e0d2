"""The Python that a browser runs: Pyodide, as much of its standard library as planner needs, planner."""
