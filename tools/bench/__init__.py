"""``make bench``: how long builds take, beside the plain engine on the same pages, and how much memory."""
