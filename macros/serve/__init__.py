"""``make serve``: build, serve on this machine only, and show every change on the open page.

Three parts, so that a change of our own code is taken up like any other and nothing waits for imports:

- this process serves the pages (``pages``), watches the sources (``watch``) and tells browsers (``state``);
- a *builder* process (``builder``) imports third-party libraries once and forks a child for each build;
- the child (``work``) imports our own code afresh, builds the open pages first and then the whole site.

Where planner has changed, the Python that browsers run is made first, by command (``bundle``).
``static`` serves any built folder; tests and pictures use it too.
"""
