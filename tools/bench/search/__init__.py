"""``make bench ARGS=--search``: does the search find it, how soon, and do others on the same pages."""
