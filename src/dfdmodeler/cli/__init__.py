"""The command line: one module for each command.

Reads files, calls the layers below and prints. Never imports the graphical toolkit.
"""
