"""What can be asked of the room that makes rotas. Each noun has a file of its own in resources/."""

from functions.rota_generate.resources.drafts import Difference, Draft, DraftRota, ProblemFile
from functions.rota_generate.resources.progress import RunProgress
from functions.rota_generate.resources.runs import OneRun, Repetition, RunChecks, Runs, SettingAside

__all__ = [
    "Difference", "Draft", "DraftRota", "OneRun", "ProblemFile", "Repetition", "RunChecks", "RunProgress", "Runs",
    "SettingAside",
]  # fmt: skip
