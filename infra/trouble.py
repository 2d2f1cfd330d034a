"""The one kind of error the command line shows as it is."""

from __future__ import annotations


class Trouble(Exception):
    """Something the person at the keyboard can mend. Its text is the whole message: what is wrong and what to do."""
