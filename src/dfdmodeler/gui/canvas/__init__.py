"""The diagram on screen: view, painter and the tools that handle it.

Draws the display list and turns gestures into edits of the session. Knows no panel and no dialog.
"""
