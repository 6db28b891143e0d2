"""``make bench ARGS=--browser``: how soon a calculator answers, beside other ways to run its Python."""
