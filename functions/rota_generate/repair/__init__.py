"""Ways to close gaps that a sickness or any other change has opened, with as few others moved as can be.

Read in this order: policy (the question, and the rota it is about), search (the options), measured (what an option
does), told (who must be told what), locums (what a locum would have to work), attempt (one attempt at an answer, in
the solver's process).
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/repairs", "functions.rota_generate.repair.handler:Repairs"),
    ("/repairs/{repair_id:uuid}", "functions.rota_generate.repair.handler:OneRepair"),
)
