from __future__ import annotations

from support.shell import Shell
from vitascope import ids


def test_keys_are_made_listed_and_revoked(shell: Shell) -> None:
    made = shell.run("keys", "create", "--name", "laptop", "--owner", "ann")
    key = made.stdout.strip()
    assert ids.is_api_key(key)
    listed = shell.run("keys", "list").stdout
    assert all(word in listed for word in (key[:8], "ann", "laptop"))
    assert key not in listed
    assert shell.run("keys", "revoke", key[:8]).stdout == f"Revoked {key[:8]} of ann.\n"
    unknown = shell.run("keys", "revoke", "vsk_zzzz")
    assert unknown.returncode == 1
    assert unknown.stderr.startswith("Error: ")
