"""The grab sheet: the next four weeks on paper, for the day nothing else works. Who is on duty, who is where.

Read in this order: nouns, load, page (HTML that needs nothing else), paper (PDF).
"""
