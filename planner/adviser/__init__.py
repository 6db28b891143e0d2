"""The adviser: from answers about a project to advice, its reasons, and a first media plan."""
