"""Exchange with translators who have no PO tool: a Word table, XLIFF, or a copy of the catalog; and the way back.

A catalog leaves as a `Sheet` (`sheet`), is written as a file (`word`, `xliff`), and what comes back is read as `Returned`
rows (`word_reader`, `xliff`, `catalog_file`). Nothing that comes back is trusted: `merge` takes the translation of a known
message for the source it was made for, and says of everything else why it was refused.
"""
