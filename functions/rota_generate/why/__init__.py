"""Why this person, and why not another: factual reasons, and a forced counterfactual."""

ROUTES: tuple[tuple[str, str], ...] = ()
