"""One file for each command of `rotacc`: `add_to` says what it takes, `run` does it.

What is heavy is imported inside `run`, so that naming the commands costs nothing.
"""
