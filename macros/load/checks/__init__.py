from macros.load.checks.references import check

__all__ = ["check"]
