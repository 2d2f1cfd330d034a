"""Backups: made each night, proved by restoring them, kept by tiers, and copied away when a bucket is named.

At /api/v1/backup. Hears BackupDue and ProofDue, which it announces itself, and runs three jobs (tasks). Read in this
order: nouns, policy (names, waits, when to raise the alarm), retention, sealing (encryption), files, bucket, postgres,
measuring (what a database holds), turns (one at a time), making, scratch, proving, clearing, replacing (restore),
service, tasks, handler; sheet is the grab sheet, portable the export of everything.
"""

from shared.registry import Function

FUNCTION = Function(
    name="backup",
    routes=(
        ("/backups", "functions.backup.handler:Backups"),
        ("/backups/{backup_id:uuid}", "functions.backup.handler:OneBackup"),
        ("/backups/{backup_id:uuid}/proof", "functions.backup.handler:Proof"),
        ("/exports", "functions.backup.handler_exports:Exports"),
        ("/exports/{export_id:uuid}/file", "functions.backup.handler_exports:ExportFile"),
        ("/status", "functions.backup.handler:Status"),
        ("/notice", "functions.backup.handler:Notice"),
        ("/grab-sheet.html", "functions.backup.handler:SheetPage"),
        ("/grab-sheet.pdf", "functions.backup.handler:SheetPaper"),
    ),
    tasks=("functions.backup.tasks",),
    owns=("backup", "backup_notice"),
    announces=("backup-due", "proof-due"),
    hears=("backup-due", "proof-due"),
)
