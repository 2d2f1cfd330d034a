"""Making rotas: a problem is asked (`asking`), a run works on it, a draft comes back. And `questions`, answered at
once, each kind a small room of its own: `what_if` (what a leave would do), `why`, `conflicts` and `repair`.

At /api/v1/rota-generate. Writes the tables run and question. Announces RunRequested, DraftReady and QuestionAsked. The
solver worker takes RunRequested from its queue (`tasks.solve_run`) and QuestionAsked from its quick one
(`questions.tasks.answer_question`); progress goes through a redis stream, everything that matters through the rows.
"""

from functions.rota_generate import conflicts, questions, repair, what_if, why
from shared.registry import Function

FUNCTION = Function(
    name="rota-generate",
    routes=(
        ("/runs", "functions.rota_generate.handler:Runs"),
        ("/runs/checks", "functions.rota_generate.handler:RunChecks"),
        ("/runs/{run_id:uuid}", "functions.rota_generate.handler:OneRun"),
        ("/runs/{run_id:uuid}/repetition", "functions.rota_generate.handler:Repetition"),
        ("/runs/{run_id:uuid}/setting-aside", "functions.rota_generate.handler:SettingAside"),
        ("/runs/{run_id:uuid}/progress", "functions.rota_generate.handler:RunProgress"),
        ("/runs/{run_id:uuid}/draft", "functions.rota_generate.handler:Draft"),
        ("/runs/{run_id:uuid}/rota", "functions.rota_generate.handler:DraftRota"),
        ("/runs/{run_id:uuid}/diff", "functions.rota_generate.handler:Difference"),
        ("/runs/{run_id:uuid}/problem", "functions.rota_generate.handler:ProblemFile"),
        *what_if.ROUTES,
        *why.ROUTES,
        *conflicts.ROUTES,
        *repair.ROUTES,
    ),
    tasks=("functions.rota_generate.tasks",),
    forgets="functions.rota_generate.forgetting.queries",
    owns=("run", *questions.OWNS),
    announces=("run-requested", "draft-ready", "question-asked"),
)
