"""Tools: each a small state machine, one state per file, and every one can be cancelled without a trace."""
