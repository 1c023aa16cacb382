"""Measures what the program promises of its speed; `docs/performance.md` says how and with what result."""
