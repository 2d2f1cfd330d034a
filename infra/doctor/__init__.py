"""Looks at everything this system stands on, and says what is wrong with it and what to do: for `rotacc doctor`.

Each file looks at one thing and changes nothing. A look that fails is itself something found, so one broken part hides
none of the others.
"""
