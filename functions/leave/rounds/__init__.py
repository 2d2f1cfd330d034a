"""Popular weeks: bids until a date, allocated by a stated rule, with a waiting list."""

ROUTES: tuple[tuple[str, str], ...] = ()
OWNS: tuple[str, ...] = ()
