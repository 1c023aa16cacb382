"""The docks around the canvas: palette, inspector, threats, questions, outline.

Each panel is given the session and listens to it; panels know neither the canvas nor each other.
"""
