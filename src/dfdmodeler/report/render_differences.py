"""The formats of a comparison in one table."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dfdmodeler.report.compose_differences import Comparison, compose_differences
from dfdmodeler.report.markdown import markdown
from dfdmodeler.report.plain_text import plain_text
from dfdmodeler.report.web import page

RENDERERS: Mapping[str, Callable[[Comparison, str], str]] = {
    "text": lambda comparison, title: plain_text(compose_differences(comparison)),
    "md": lambda comparison, title: markdown(compose_differences(comparison)),
    "html": lambda comparison, title: page(title, compose_differences(comparison)),
}
"""What a comparison becomes in each format, under a title where it has one."""
