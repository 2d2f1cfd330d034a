"""People, their working terms, groups, and who supervises whom."""

ROUTES: tuple[tuple[str, str], ...] = ()
OWNS: tuple[str, ...] = ()
