"""The register in the middle of the window: threats as a table, as a board, and how far the work is.

It may use panels; neither panels nor the canvas know it.
"""
