"""Sending what was posted."""
