"""Everything a person can do, as tables: one module for each area, with its rows and what they run.

`table` puts them together; menus, shortcuts, tool bar and the command palette read it.
"""
