"""Nouns and arithmetic of the trade: frozen dataclasses, no input or output.

Read in this order: calendar, people, rota, problem, breach, outcome.
"""
