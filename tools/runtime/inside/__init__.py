"""What runs inside Pyodide while the bundle is made: a ``main`` in each file, JSON text in, JSON text out."""
