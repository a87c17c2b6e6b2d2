"""Finding contracts among a million. One full-text index holds, for each contract, its words as written, their folded
forms, and a term for each value of each filter; so a search with filters is one look into one index.

`words` says what stands in the index, `upkeep` keeps it, `index` is how the two databases do it, `finding` asks it,
`facets` counts.
"""
