"""``make mutate``: would the tests of planner notice if it computed otherwise?"""
