"""The hand-off: which lines have to be changed in the clinical system since it was last brought up to date.

Nothing is sent anywhere: no clinical system has a public address for appointment books. The list is what differs
between the published rota and what was ticked as written there, so it holds exactly the lines that are needed, whatever
changed the rota, and a change that is taken back takes its line away.
"""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/hand-off", "functions.rota.hand_off.handler:HandOff"),
    ("/hand-off/overdue", "functions.rota.hand_off.handler:Overdue"),
    ("/hand-off.csv", "functions.rota.hand_off.handler:HandOffTable"),
    ("/hand-off/ticks", "functions.rota.hand_off.handler:Ticks"),
    ("/hand-off/owners", "functions.rota.hand_off.handler:Owners"),
)
OWNS: tuple[str, ...] = ("clinical_sync", "hand_off", "hand_off_owner")
TASKS: tuple[str, ...] = ()
ANNOUNCES: tuple[str, ...] = ()
HEARS: tuple[str, ...] = ()
