"""The command line: one module for each command.

Reads files, calls the layers below and prints. Never imports the graphical toolkit.
"""

COMMANDS = (
    "analyze",
    "check",
    "convert",
    "diff",
    "explain",
    "gate",
    "git",
    "merge",
    "portfolio",
    "register",
    "remedies",
    "render",
    "report",
    "reviews",
    "rules",
    "schema",
)
"""The words that begin a command, so that the program can tell them from a file to open without loading
them."""
EXIT_GATE = 1
EXIT_UNUSABLE = 2
EXIT_INTERRUPTED = 130
"""What shells say of a program that Ctrl+C ended."""
