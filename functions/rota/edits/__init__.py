"""Changes by hand that wait to be published: seen by administrators, undone, redone, and published together.

Read in this order: policy (what a change is and what it breaks), service, targets (where a cell could go), handler.
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/edits", "functions.rota.edits.handler:Edits"),
    ("/edits/previews", "functions.rota.edits.handler:Previews"),
    ("/edits/targets", "functions.rota.edits.handler:Targets"),
    ("/edits/{edit_id:int}/undoing", "functions.rota.edits.handler:Undoing"),
)
OWNS: tuple[str, ...] = ("edit_stamp", "rota_edit", "rota_edit_cell")
TASKS: tuple[str, ...] = ()
ANNOUNCES: tuple[str, ...] = ()
HEARS: tuple[str, ...] = ()
