"""The portable export: everything the practice owns in one zip that other programs can read, and importing it again.

Read in this order: tables (what is in it, and what is not and why), columns, manifest, spreadsheets (for people),
writing, making, fetching, reading (nothing in a file is believed), taking_in (into an empty database), importing (in
the database's place).
"""
