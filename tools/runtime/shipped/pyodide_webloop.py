"""In place of ``pyodide.webloop``: asyncio's loop over the browser's, which nothing here runs in."""


def _initialize_event_loop() -> None:
    """Leave Python without one."""
