"""The document as a value: frozen records by id, a model that maps ids to them, and changes of it.

Owns what exists and how it is connected. Knows nothing of stencils, rules, drawing, files or Qt.
"""
