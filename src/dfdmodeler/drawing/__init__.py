"""Pictures as data: display lists, text metrics, shapes, routing, layout and SVG.

Owns how a model looks, once for screen, SVG and PDF. Knows the model and the catalog; nothing of Qt,
reportlab or rules.
"""
