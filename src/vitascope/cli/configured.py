"""What ``doctor`` looks at besides the machine itself: what the settings name."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from urllib.parse import urlsplit

from vitascope.cli.checks import Finding, Grade
from vitascope.engines.previz.picture.rife_weights import missing
from vitascope.errors import VitascopeError
from vitascope.media.certificate import from_files
from vitascope.settings import Settings
from vitascope.storage import open_storage

OTHERS = 0o077
"""The mode bits of group and others."""
CARD = Path("/dev/nvidiactl")
"""There where an NVIDIA card has its driver."""


def privacy(settings: Settings) -> Finding:
    """Whether other users of this machine can read prompts and secrets."""
    exposed = [path for path in _secret_files(settings) if path.stat().st_mode & OTHERS]
    if not exposed:
        return Finding("privacy", Grade.OK, "the ledger is its owner's alone")
    names = " ".join(str(path) for path in exposed)

    def close() -> None:
        for path in exposed:
            path.chmod(path.stat().st_mode & ~OTHERS)

    detail = f"other users can read {', '.join(path.name for path in exposed)}: prompts and secrets"
    return Finding("privacy", Grade.FAULT, detail, f"chmod go= {names}", close)


def _secret_files(settings: Settings) -> list[Path]:
    beside = settings.sqlite_path.parent.glob(f"{settings.sqlite_path.name}*")
    keys = [settings.c2pa_key] if settings.c2pa_key is not None else []
    return [path for path in [*sorted(beside), *keys] if path.is_file()]


def storage(settings: Settings) -> Finding:
    """Whether finished files can be put away."""
    where = settings.storage_url or str(settings.storage_dir)
    try:
        open_storage(settings.storage_url, settings.storage_dir, settings.storage_endpoint).check()
    except VitascopeError as error:
        fix = "Correct VITASCOPE_STORAGE_URL, VITASCOPE_STORAGE_ENDPOINT or the credentials; start the store."
        return Finding("storage", Grade.FAULT, error.message, fix)
    except OSError as error:
        fix = "chown it to this user, or choose another with --data-dir or VITASCOPE_DATA_DIR."
        return Finding("storage", Grade.FAULT, f"{where} cannot be written: {error.strerror}", fix)
    return Finding("storage", Grade.OK, where)


def signing(settings: Settings) -> Finding:
    """Whether videos can be signed with the certificate that is named."""
    certificate, key = settings.c2pa_certificate, settings.c2pa_key
    if (certificate is None) != (key is None):
        missing = "VITASCOPE_C2PA_KEY" if key is None else "VITASCOPE_C2PA_CERTIFICATE"
        return Finding("signing", Grade.FAULT, f"{missing} is not set", f"Set {missing} too, or neither.")
    if certificate is None or key is None:
        told = "with a certificate of this installation's own" if settings.c2pa else "off"
        return Finding("signing", Grade.OK, told)
    try:
        from_files(certificate, key)
    except VitascopeError as error:
        fix = "Correct VITASCOPE_C2PA_CERTIFICATE and VITASCOPE_C2PA_KEY, or unset both."
        return Finding("signing", Grade.FAULT, error.message, fix)
    return Finding("signing", Grade.OK, str(certificate))


def devices(settings: Settings) -> Finding:
    """Whether there are enough devices for the slots, and none lies idle unnoticed."""
    wanted, named = sum(settings.slots), len(settings.devices)
    if named and wanted > named:
        fix = "Name as many in VITASCOPE_DEVICES as VITASCOPE_SLOTS takes, or ask for fewer slots."
        return Finding("devices", Grade.FAULT, f"the slots need {wanted}, {named} are named", fix)
    if any(name.startswith("cuda") for name in settings.devices) and not _has("torch"):
        fix = "pip install torch, or unset VITASCOPE_DEVICES to render on the CPU."
        return Finding("devices", Grade.FAULT, "a graphics card is named and torch is not installed", fix)
    if not named and CARD.exists():
        fix = "VITASCOPE_DEVICES=cuda:0 for engines that can use it; previz renders on the CPU."
        return Finding("devices", Grade.NOTE, "there is a graphics card and the slots use the CPU", fix)
    return Finding("devices", Grade.OK, ", ".join(settings.devices) or "the CPU")


def upscaler(settings: Settings) -> Finding:
    """Whether the weights that are named are there."""
    weights = settings.upscaler
    if weights is not None and not weights.is_file():
        fix = "Correct or unset VITASCOPE_UPSCALER."
        return Finding("upscaler", Grade.FAULT, f"{weights} is no file", fix)
    return Finding("upscaler", Grade.OK, str(weights or "none"))


def rife(_settings: Settings) -> Finding:
    """Whether two pictures of one thing are joined by RIFE, and by optical flow otherwise."""
    lacking = missing()
    return Finding("rife", Grade.OK, f"none, {lacking}" if lacking else "joins two pictures of one thing")


def address(settings: Settings) -> Finding:
    """Whether clients can use the links they are given."""
    url = settings.public_url
    if url is not None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            fix = "Set VITASCOPE_PUBLIC_URL to what clients reach, such as https://video.example."
            return Finding("address", Grade.FAULT, f"VITASCOPE_PUBLIC_URL is {url!r}, no http address", fix)
        return Finding("address", Grade.OK, url)
    if settings.host in {"0.0.0.0", "::"}:  # noqa: S104 - looked for, not bound
        fix = "Set VITASCOPE_PUBLIC_URL to the address that clients reach."
        told = f"bound to {settings.host}: links to videos name this machine's loopback address"
        return Finding("address", Grade.NOTE, told, fix)
    return Finding("address", Grade.OK, f"links begin with {settings.host}")


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None
