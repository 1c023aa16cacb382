"""Stencils: which kinds of elements, attributes, data and boundaries exist, read from TOML.

Owns labels, choices, defaults, shapes and inheritance. Knows the model's problem type, and nothing of graphs,
rules or Qt.
"""
