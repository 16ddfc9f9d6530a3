"""Examples for each command, shown by its ``--help`` and in the reference."""

from __future__ import annotations

from typing import Any

from typer import Typer

EXAMPLES: dict[str, tuple[str, ...]] = {
    "serve": (
        "vitascope serve",
        "vitascope serve --host 0.0.0.0 --slots 2 --tls-cert cert.pem --tls-key key.pem",
    ),
    "worker": (
        "vitascope worker --database-url postgresql://db/vitascope --storage-url s3://videos --slots 4x1,1x4",
    ),
    "ps": ("vitascope ps --watch", "vitascope ps --json"),
    "generate": (
        'vitascope generate "white koi in a dark green pond" -o koi.mp4',
        'vitascope generate "slow push in" --first photo.jpg --resolution 4k -o photo.mp4',
        'vitascope generate "they turn away" --extend koi.mp4 -o more.mp4',
    ),
    "doctor": ("vitascope doctor", "vitascope doctor --fix"),
    "bench": ("vitascope bench", "vitascope bench --json"),
    "verify": ("vitascope verify koi.mp4", "vitascope verify koi.mp4 --json"),
    "warm": ("vitascope warm",),
    "mcp": ("vitascope mcp --data-dir ~/videos",),
    "keys create": ("vitascope keys create --owner anna --name laptop",),
    "keys list": ("vitascope keys list",),
    "keys revoke": ("vitascope keys revoke vsk_1a2b3c4d",),
    "keys rotate": ("vitascope keys rotate vsk_1a2b3c4d --grace 1h",),
    "keys limits": ("vitascope keys limits anna running=2 rate=30 weight=2",),
    "models list": ("vitascope models list",),
    "models show": ("vitascope models show wan2.1-vace-1.3b",),
    "models pull": (
        "vitascope models pull wan2.1-vace-1.3b",
        "vitascope models pull mine --from ./weights --card mine.json",
    ),
    "models rm": ("vitascope models rm wan2.1-vace-1.3b",),
    "models verify": ("vitascope models verify wan2.1-vace-1.3b",),
    "db upgrade": ("vitascope db upgrade",),
    "db status": ("vitascope db status --json",),
    "db backup": ("vitascope db backup ledger.backup",),
    "db restore": ("vitascope db restore --replace ledger.backup",),
    "queue list": ("vitascope queue list",),
    "queue pause": ("vitascope queue pause",),
    "queue resume": ("vitascope queue resume",),
    "queue priority": ("vitascope queue priority 5 5d137244-fea4-4118-ba5f-b1c04dcee3e3",),
    "queue cancel": ("vitascope queue cancel 5d137244-fea4-4118-ba5f-b1c04dcee3e3",),
    "queue retry": ("vitascope queue retry 5d137244-fea4-4118-ba5f-b1c04dcee3e3",),
    "webhooks list": ("vitascope webhooks list",),
    "webhooks add": ("vitascope webhooks add https://app.example/hook --event generation.completed",),
    "webhooks remove": ("vitascope webhooks remove we_1a2b3c4d",),
    "webhooks rotate": ("vitascope webhooks rotate we_1a2b3c4d --now",),
    "webhooks test": ("vitascope webhooks test we_1a2b3c4d --event generation.failed",),
    "webhooks deliveries": ("vitascope webhooks deliveries --limit 50",),
    "webhooks redeliver": ("vitascope webhooks redeliver msg_1a2b3c4d",),
}
"""By the command's path."""


def explain(app: Typer, above: str = "") -> None:
    """Put the examples below the help of each command of ``app``."""
    for command in app.registered_commands:
        path = f"{above} {command.name or _named(command.callback)}".strip()
        if path in EXAMPLES:
            command.epilog = "\n\n".join(["Examples:", *EXAMPLES[path]])
    for group in app.registered_groups:
        if group.typer_instance is not None and isinstance(group.name, str):
            explain(group.typer_instance, f"{above} {group.name}".strip())


def _named(callback: Any) -> str:
    """The name that typer gives a command that has none of its own."""
    return str(callback.__name__).replace("_", "-")
