"""Ways to close gaps that a sickness or any other change has opened, with as few others moved as can be."""

ROUTES: tuple[tuple[str, str], ...] = ()
