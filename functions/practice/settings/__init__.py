"""The practice's settings, first-run set-up, bank holidays and closures."""

ROUTES: tuple[tuple[str, str], ...] = ()
