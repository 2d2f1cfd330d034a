"""Runs, their progress, and the drafts they come back with."""
