"""What a leave would do to the rota, before it is asked for and before it is approved.

Read in this order: policy (the question), judge (a verdict from a re-solve, in three seconds), compared (what differs
between two rotas), nearby (other dates), attempt (one attempt at it, in the solver's process).
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/what-ifs", "functions.rota_generate.what_if.handler:WhatIfs"),
    ("/what-ifs/{what_if_id:uuid}", "functions.rota_generate.what_if.handler:OneWhatIf"),
)
