"""In place of ``socket``: browsers open none; asyncio's base classes name its constants."""

AF_UNSPEC = 0
AI_PASSIVE = 1
