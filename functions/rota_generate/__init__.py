"""Making rotas: a problem is asked, a run works on it, a draft comes back. And `what_if`, a small room of its own: what
a leave would do to the rota, answered at once.

At /api/v1/rota-generate. Writes the tables run and what_if. Announces RunRequested, DraftReady and WhatIfAsked. The
solver worker takes RunRequested from its queue (`tasks.solve_run`) and WhatIfAsked from its quick one
(`what_if.tasks.answer_what_if`); progress goes through a redis stream, everything that matters through the rows.
"""

from functions.rota_generate import what_if
from shared.registry import Function

FUNCTION = Function(
    name="rota-generate",
    routes=(
        ("/runs", "functions.rota_generate.handler:Runs"),
        ("/runs/{run_id:uuid}", "functions.rota_generate.handler:OneRun"),
        ("/runs/{run_id:uuid}/progress", "functions.rota_generate.handler:RunProgress"),
        ("/runs/{run_id:uuid}/draft", "functions.rota_generate.handler:Draft"),
        ("/runs/{run_id:uuid}/rota", "functions.rota_generate.handler:DraftRota"),
        ("/runs/{run_id:uuid}/diff", "functions.rota_generate.handler:Difference"),
        ("/runs/{run_id:uuid}/problem", "functions.rota_generate.handler:ProblemFile"),
        *what_if.ROUTES,
    ),
    tasks=("functions.rota_generate.tasks",),
    owns=("run", *what_if.OWNS),
    announces=("run-requested", "draft-ready", "what-if-asked"),
)
