"""Findings and threats: which rules fire where now, joined with what people decided.

Owns stable threat ids and evidence digests. Knows the model, catalog, graph and rules; nothing of files,
reports or Qt.
"""
