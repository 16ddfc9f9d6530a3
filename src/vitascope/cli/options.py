"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

DataDir = Annotated[
    Path | None,
    typer.Option("--data-dir", help="Where the ledger and the stored files live.", show_default=False),
]
DatabaseUrl = Annotated[
    str | None,
    typer.Option("--database-url", help="postgresql://… instead of a file [SQLite].", show_default=False),
]
StorageUrl = Annotated[
    str | None,
    typer.Option("--storage-url", help="s3://…, gs://…, az://… [the data directory].", show_default=False),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
