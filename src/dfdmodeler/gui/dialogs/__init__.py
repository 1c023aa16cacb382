"""Windows that ask one thing and close: report, merge, recovery, preferences.

A dialog returns what was chosen; it knows neither the canvas nor the panels.
"""
