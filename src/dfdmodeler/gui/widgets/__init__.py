"""Small parts that panels and dialogs are made of.

A widget shows and edits one value that it is handed; it knows no session.
"""
