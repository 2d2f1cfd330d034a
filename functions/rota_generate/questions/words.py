"""What goes wrong with a question, in words."""

NO_PRACTICE = "There is no practice any more."
FAILED = "The question could not be answered. Ask again; if it fails again, report when you asked."
TOO_LATE = "The answer did not come in time: the solver may be restarting. Ask again."
