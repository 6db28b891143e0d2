"""Dividing a budget by what each line is supposed to bring: curves that level off, and the best division."""
