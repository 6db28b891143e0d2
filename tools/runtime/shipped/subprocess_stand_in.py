"""In place of ``subprocess``: browsers start no processes; asyncio's base classes name its constant."""

PIPE = -1
