"""From a problem to a rota: `search.solve`. Pure, and the only place that imports OR-Tools.

Read in this order: sending (who may usefully be sent to another site), model (decisions and rules as plain data),
first_draft (a rota by hand, at once), engine (the model in CP-SAT), search (everything together).
"""
