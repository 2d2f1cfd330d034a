"""The practice: its people, their working terms and absences, its sites and its rules.

At /api/v1/practice. Writes practice, site, person, working_term and absence. Announces PracticeImported.
"""

from shared.registry import Function

FUNCTION = Function(
    name="practice",
    routes=(
        ("", "functions.practice.handler:ThePractice"),
        ("/people", "functions.practice.handler:People"),
        ("/import", "functions.practice.handler:Import"),
    ),
    owns=("practice", "site", "person", "working_term", "absence"),
    announces=("practice-imported",),
)
