"""Questions about the rota that the solver answers at once, in its quick lane: what a leave would do, why not Dr X,
which rules cannot hold together, how a gap is repaired.

Read in this order: kinds (what there is to ask), service (asking, and reading the answer), lane (one attempt at an
answer, in the solver's process). Each kind is a room of its own beside this one.
"""

OWNS = ("question",)
