"""The hand-written form ``.dfd.yaml``: one system as ids, types, flows and attributes, in YAML.

A mapping with `id`, `title`, `report_unknowns` and the lists `boundaries` (id, kind, parent), `elements` (id,
type, boundary, attributes) and `flows` (id, from, to, attributes); name, description and notes everywhere.
What is drawn where is left to automatic layout, unless `positions` says it.
"""

from dfdmodeler.formats.text.losses import losses
from dfdmodeler.formats.text.reader import read_text
from dfdmodeler.formats.text.writer import write_text

__all__ = ["losses", "read_text", "write_text"]
