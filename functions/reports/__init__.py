"""Reports: reads, gathered for people who answer for the practice. First of them the audit.

At /api/v1/reports. Owns no table.
"""

from shared.registry import Function

FUNCTION = Function(
    name="reports",
    routes=(
        ("/audit", "functions.reports.handler:Audit"),
        ("/audit.csv", "functions.reports.handler:AuditTable"),
    ),
)
