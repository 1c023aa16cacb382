"""An open document: model, history, selection, live threats and recovery journal.

The one place where state changes over time, and the hub that tells views about it. Knows no screen toolkit.
"""
