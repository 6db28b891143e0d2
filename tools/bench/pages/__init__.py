"""How pages are judged: Lighthouse's marks on each kind of page, and what each page weighs."""
