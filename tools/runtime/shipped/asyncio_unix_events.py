"""In place of ``asyncio.unix_events``: what Pyodide's own policy is built on; no sockets, no processes."""

from asyncio import events

__all__ = ()

_DefaultEventLoopPolicy = events._BaseDefaultEventLoopPolicy  # type: ignore[attr-defined]
