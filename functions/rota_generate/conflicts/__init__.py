"""Which rules cannot hold together where something is short, and the cheapest ways out."""

ROUTES: tuple[tuple[str, str], ...] = ()
