"""An open document: model, history, selection, live threats and recovery journal.

Owns the one mutable object of the program. Knows everything below it, and nothing of Qt, settings or
directories: where to keep journals, how to schedule work and what day it is are given by the caller.
"""
