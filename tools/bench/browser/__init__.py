"""``make bench ARGS=--browser``: how soon a calculator answers, beside other ways to run the same Python in a page."""
