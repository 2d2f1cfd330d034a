"""The rota as it stands: what is published, version by version.

At /api/v1/rota. Writes rota_version and assignment, both only ever added to. Announces RotaPublished.
"""

from shared.registry import Function

FUNCTION = Function(
    name="rota",
    routes=(
        ("", "functions.rota.handler:Rota"),
        ("/publication", "functions.rota.handler:CurrentPublication"),
        ("/versions", "functions.rota.handler:Versions"),
        ("/versions/{version_id:uuid}", "functions.rota.handler:OneVersion"),
        ("/versions/{version_id:uuid}/publication", "functions.rota.handler:Publication"),
    ),
    owns=("rota_version", "assignment"),
    announces=("rota-published",),
)
