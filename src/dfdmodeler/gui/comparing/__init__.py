"""Comparing two versions of a model: both diagrams, side by side or in one, and what differs as a list.

Nothing of the open document is changed by it.
"""
