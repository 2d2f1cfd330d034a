"""Which rules cannot hold together where something is short, and the cheapest ways out.

Read in this order: nouns (a gap, and the rota around it), members (the rules that may be in the way, as people see
them, and the question without one of them), cover (what is asked of a day), oracle (whether a question can be met),
filter (the fewest rules that cannot hold together), ways (what would close the gap), attempt (all of it, in the
solver's process).
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/conflicts", "functions.rota_generate.conflicts.handler:Conflicts"),
    ("/conflicts/{conflict_id:uuid}", "functions.rota_generate.conflicts.handler:OneConflict"),
)
