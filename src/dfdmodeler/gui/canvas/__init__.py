"""The diagram on screen: a view, one painter over the display list, an overlay, and tools as small state
machines.

Owns zoom, gestures and what is drawn while one is under way. The view never edits: tools preview a pure edit
of the model, and a release makes it one step of the session. Knows the session and drawing, and nothing of
panels.
"""
