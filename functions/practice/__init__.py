"""The practice: its people, their working terms and absences, its sites and its rules.

At /api/v1/practice. Two small rooms in one: `people` and `settings`; the import and export of the files stands between.
"""

from functions.practice import people, settings
from shared.registry import Function

FUNCTION = Function(
    name="practice",
    routes=(
        ("", "functions.practice.handler:ThePractice"),
        ("/import", "functions.practice.handler:Import"),
        ("/export/people.csv", "functions.practice.handler:ExportedPeople"),
        ("/export/leave.csv", "functions.practice.handler:ExportedLeave"),
        ("/export/practice.json", "functions.practice.handler:ExportedSettings"),
        ("/export/practice.zip", "functions.practice.handler:ExportedAll"),
        *people.ROUTES,
        *settings.ROUTES,
    ),
    forgets="functions.practice.forgetting.queries",
    owns=("practice", "site", "person", "working_term", *people.OWNS),
    announces=("practice-imported", "terms-changed", "settings-changed"),
)
