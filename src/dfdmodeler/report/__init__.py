"""Documents about a model: composed once as blocks, then rendered to several formats.

Owns wording, order and counts. Does not analyse, and does not read or write models.
"""
