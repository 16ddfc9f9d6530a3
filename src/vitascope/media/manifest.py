"""A C2PA manifest: what made a video or a picture of it, signed, so that any change afterwards shows.

Format: C2PA 2.2 (c2pa.org), digital source types by IPTC (cv.iptc.org/newscodes/digitalsourcetype).
"""
# ruff: noqa: PLC0415 - the library is large, and most commands sign and read nothing

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from vitascope.errors import MediaError, StorageFull
from vitascope.media.certificate import Credentials
from vitascope.media.faults import writing

_RECORD = "org.vitascope.generation"
_SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_DRAWN, _TRAINED = _SOURCE + "algorithmicMedia", _SOURCE + "trainedAlgorithmicMedia"
_UNTRUSTED = "signingCredential.untrusted"
VIDEO = "video/mp4"
KINDS = {".mp4": VIDEO, ".webp": "image/webp", ".jpg": "image/jpeg"}
"""What is signed, by the ends of files' names."""
_SETTINGS = {"builder": {"thumbnail": {"enabled": False}}}
"""A picture of a picture would double it."""


@dataclass(frozen=True)
class Seal:
    """What a manifest says and whether it holds.

    ``intact``: signed, and not one byte altered since. ``trusted``: by a certificate that a reader
    was told to trust. ``record`` has the strings that ``seal`` was given, ``source`` IPTC's word for how
    it came to be, ``made_at`` when (RFC 3339), ``faults`` what is wrong, in C2PA's words.
    """

    intact: bool
    trusted: bool
    issuer: str
    source: str
    made_at: str
    record: Mapping[str, str]
    faults: tuple[str, ...]


def seal(file: Path, credentials: Credentials, record: Mapping[str, str], made_at: datetime) -> None:
    """Sign a file of one of ``KINDS`` in place; ``record`` must name the ``engine`` and the ``model``.

    Raises ``MediaError`` where it cannot be signed and ``StorageFull`` for a full disk.
    """
    import c2pa

    signed = file.with_name(f"{file.stem}.signed{file.suffix}")
    stated = _stated(record, made_at, KINDS[file.suffix])
    chain, key = credentials.chain.encode(), credentials.key.encode()
    try:
        with writing("The signed file"):
            info = c2pa.C2paSignerInfo(credentials.algorithm, chain, key, None)
            context = c2pa.Context(c2pa.Settings.from_json(json.dumps(_SETTINGS)))
            with c2pa.Signer.from_info(info) as signer, c2pa.Builder(stated, context) as builder:
                builder.sign_file(file, signed, signer)
            signed.replace(file)
    except c2pa.C2paError as error:
        if str(error).startswith("Io"):
            raise StorageFull("The signed file could not be written. Free some room.") from error
        raise MediaError(f"The file could not be signed ({error}). Check the C2PA certificate.") from error
    finally:
        signed.unlink(missing_ok=True)


def kind_of(file: Path) -> str:
    """The media type that a file's first bytes are those of; a video where they are those of no picture."""
    with file.open("rb") as opened:
        head = opened.read(12)
    if head[:4] == b"RIFF" and head[8:] == b"WEBP":
        return KINDS[".webp"]
    return KINDS[".jpg"] if head[:3] == b"\xff\xd8\xff" else VIDEO


def read_seal(file: Path, trust: str = "") -> Seal | None:
    """The manifest of a file, checked without a network; None where it has none.

    ``trust`` are PEM certificates of the authorities to trust. Raises ``MediaError`` for a manifest that
    cannot be read at all.
    """
    import c2pa

    try:
        settings = c2pa.Settings.from_json(json.dumps({"trust": {"trust_anchors": trust}} if trust else {}))
        with file.open("rb") as opened:
            reader = c2pa.Reader.try_create(kind_of(file), opened, context=c2pa.Context(settings))
    except c2pa.C2paError as error:
        raise MediaError(f"The C2PA manifest is damaged: {error}") from error
    if reader is None:
        return None
    with reader:
        return _seal(reader.json())


def _stated(record: Mapping[str, str], made_at: datetime, kind: str) -> dict[str, Any]:
    source = _DRAWN if record["engine"] == "previz" else _TRAINED
    created = {
        "action": "c2pa.created",
        "when": made_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "digitalSourceType": source,
        "softwareAgent": {"name": f"{record['engine']}: {record['model']}"},
    }
    return {
        "claim_generator_info": [{"name": "vitascope", "version": version("vitascope")}],
        "format": kind,
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": [created]}},
            {"label": _RECORD, "data": dict(record)},
        ],
    }


class _Assertion(BaseModel):
    label: str
    data: dict[str, Any] = {}


class _Signature(BaseModel):
    issuer: str | None = None


class _Manifest(BaseModel):
    assertions: list[_Assertion] = []
    signature_info: _Signature = _Signature()


class _Status(BaseModel):
    code: str


class _Store(BaseModel):
    """What is read here of the library's report."""

    active_manifest: str
    manifests: dict[str, _Manifest]
    validation_status: list[_Status] = []


def _seal(report: str) -> Seal:
    found = _Store.model_validate_json(report)
    active = found.manifests[found.active_manifest]
    codes = [one.code for one in found.validation_status]
    faults = tuple(code for code in codes if code != _UNTRUSTED)
    records = [one.data for one in active.assertions if one.label == _RECORD]
    return Seal(
        intact=not faults,
        trusted=_UNTRUSTED not in codes,
        issuer=active.signature_info.issuer or "",
        source=_created(active, "digitalSourceType").removeprefix(_SOURCE),
        made_at=_created(active, "when"),
        record={name: str(value) for record in records for name, value in record.items()},
        faults=faults,
    )


def _created(manifest: _Manifest, what: str) -> str:
    for assertion in manifest.assertions:
        for action in assertion.data.get("actions", ()) if "c2pa.actions" in assertion.label else ():
            if value := action.get(what):
                return str(value)
    return ""
