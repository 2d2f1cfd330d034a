"""Popular weeks: bids until a date, allocated by a stated rule, with a waiting list."""

ROUTES: tuple[tuple[str, str], ...] = (
    ("/rounds", "functions.leave.rounds.handler:Rounds"),
    ("/rounds/{round_id:uuid}", "functions.leave.rounds.handler:OneRound"),
    ("/rounds/{round_id:uuid}/bids/{code}", "functions.leave.rounds.handler:OneBid"),
    ("/rounds/{round_id:uuid}/preview", "functions.leave.rounds.handler:Preview"),
    ("/rounds/{round_id:uuid}/allocation", "functions.leave.rounds.handler:Allocation"),
    ("/rounds/{round_id:uuid}/cancellation", "functions.leave.rounds.handler:Cancellation"),
)
OWNS: tuple[str, ...] = ("leave_round", "leave_bid", "leave_place")
