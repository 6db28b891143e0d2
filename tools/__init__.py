"""Commands for the people who work on the project. No build needs them; no reader receives them."""
