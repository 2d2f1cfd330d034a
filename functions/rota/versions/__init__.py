"""What was published: versions, what each changed for whom and with how much notice, and going back to one.

Read in this order: planning (what would be published), policy and what it asks (notice, unsupervised), service.
"""

_HERE = "functions.rota.versions"

ROUTES: tuple[tuple[str, str], ...] = (
    ("/publication", f"{_HERE}.publications:CurrentPublication"),
    ("/publications", f"{_HERE}.publications:Publications"),
    ("/publications/previews", f"{_HERE}.publications:Previews"),
    ("/versions", f"{_HERE}.handler:Versions"),
    ("/versions/{version_id:uuid}", f"{_HERE}.handler:OneVersion"),
    ("/versions/{version_id:uuid}/difference", f"{_HERE}.handler:OneDifference"),
    ("/versions/{version_id:uuid}/fingerprint", f"{_HERE}.handler:Fingerprint"),
    ("/versions/{version_id:uuid}/restoration", f"{_HERE}.handler:Restoration"),
    ("/versions/{version_id:uuid}/acknowledgement", f"{_HERE}.told:Acknowledgement"),
    ("/changes-for-me", f"{_HERE}.told:ChangesForMe"),
    ("/notice", f"{_HERE}.told:Notice"),
    ("/notice.csv", f"{_HERE}.told:NoticeTable"),
    ("/versions/{version_id:uuid}/publication", f"{_HERE}.publications:Publication"),
)
OWNS: tuple[str, ...] = ("rota_version", "assignment", "rota_off", "version_change", "version_acknowledgement")
TASKS: tuple[str, ...] = ()
ANNOUNCES: tuple[str, ...] = ("rota-published",)
HEARS: tuple[str, ...] = ()
