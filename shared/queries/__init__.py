"""Reads that two rooms share. Nothing here writes."""
