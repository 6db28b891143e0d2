"""One calculator a file, named after its id: ``cpm_cpc_ctr.py`` is ``calculator/cpm-cpc-ctr``."""
