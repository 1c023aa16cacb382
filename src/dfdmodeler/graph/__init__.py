"""Connections as a graph: reachability, trust, paths and cuts.

Owns the one index of a model and every question about paths, and is the only package that may import
networkx, inside functions. Knows nothing of threats.
"""
