"""Making rotas: a problem is asked, a run works on it, a draft comes back.

At /api/v1/rota-generate. Writes the table run. Announces RunRequested and DraftReady. The solver worker takes
RunRequested from the queue (`tasks.solve_run`); progress goes through a redis stream, everything that matters through
the run's row.
"""

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
    ),
    tasks=("functions.rota_generate.tasks",),
    owns=("run",),
    announces=("run-requested", "draft-ready"),
)
