"""`schema`: what files may hold, for editors and other tools."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated

import typer

from dfdmodeler.cli.outputs import deliver
from dfdmodeler.formats import native
from dfdmodeler.rules.schema import pack_schema


class Kind(StrEnum):
    """What has a schema."""

    model = "model"
    pack = "pack"


def schema(
    of: Annotated[Kind, typer.Option("--of", help="Files of models or of rule packs.")] = Kind.model,
) -> None:
    """Print the JSON Schema of the model file, or of rule packs."""
    made = pack_schema() if of is Kind.pack else native.schema()
    deliver(None, json.dumps(made, indent=2, ensure_ascii=False) + "\n")
