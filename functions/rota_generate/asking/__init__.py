"""From what somebody asks for to the solver's question, and what they should know before it is asked.

Read in this order: problems (what each mode makes of the question), existing (what stands already, and what of it is
fixed), warnings (what is worth knowing), words (all of it said), question (everything together, looked at once).
"""
