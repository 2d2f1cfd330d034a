"""Why this person, and why not another: factual reasons, and a forced counterfactual.

Read in this order: nouns (a session, and the rota around it), blockers (what keeps somebody else from it), reasons
(why it is who it is), forced (what would follow if somebody else took it), attempt (that, in the solver's process).
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/why", "functions.rota_generate.why.handler:Why"),
    ("/why-nots", "functions.rota_generate.why.handler:WhyNots"),
    ("/why-nots/{why_not_id:uuid}", "functions.rota_generate.why.handler:OneWhyNot"),
)
