"""In place of ``asyncio``: nothing here waits in Python. Pyodide imports it for what JavaScript may await."""
