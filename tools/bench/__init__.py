"""``make bench``: how long builds take, and how soon calculators answer in a browser."""
