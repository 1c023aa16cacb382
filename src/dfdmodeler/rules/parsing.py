"""Condition text to a tree, within bounds. Which forms the language has, `syntax` knows."""

from __future__ import annotations

import ast

MAX_NODES = 2000
MAX_DEPTH = 80


class RefusedError(Exception):
    """A form that the language does not have, and where it stands."""

    def __init__(self, what: str, node: ast.AST | None = None, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint
        self.line: int = max(1, getattr(node, "lineno", 2) - 1)
        self.column: int = getattr(node, "col_offset", 0) + 1


def parse(text: str) -> ast.expr:
    """The syntax tree of one expression, read in parentheses, so that it may run over several lines."""
    try:
        tree = ast.parse(f"(\n{text}\n)", mode="eval").body
    except SyntaxError as error:
        raise _not_an_expression(text, error) from None
    except (ValueError, RecursionError, MemoryError):
        raise RefusedError("this cannot be read as an expression") from None
    if not text.isascii():
        _count_characters(tree, text)
    level: list[ast.AST] = [tree]
    count = depth = 0
    while level:
        count += len(level)
        depth += 1
        if count > MAX_NODES or depth > MAX_DEPTH:
            raise RefusedError("the expression is too long", hint="Split it into several rules.")
        level = [child for node in level for child in ast.iter_child_nodes(node)]
    return tree


def _not_an_expression(text: str, error: SyntaxError) -> RefusedError:
    """What is wrong and where; a parenthesis of the text that is left open, not the one around it."""
    if error.lineno == 1:
        try:
            ast.parse(f"(\n{text}", mode="eval")
        except SyntaxError as inner:
            error = inner
    refused = RefusedError(f"this is not an expression ({error.msg})")
    refused.line, refused.column = max(1, (error.lineno or 2) - 1), error.offset or 1
    return refused


def _count_characters(tree: ast.AST, text: str) -> None:
    """Makes columns, which the parser counts in bytes, count characters."""
    lines = ["(", *text.split("\n"), ")"]
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if 0 < line <= len(lines):
            column = len(lines[line - 1].encode()[: node.col_offset].decode(errors="ignore"))  # type: ignore[attr-defined]
            node.col_offset = column  # type: ignore[attr-defined]
