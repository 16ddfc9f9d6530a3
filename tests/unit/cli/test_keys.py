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


def test_a_key_may_read_only_and_expires(shell: Shell) -> None:
    made = shell.run("keys", "create", "--scope", "read", "--expires", "12h")
    assert "(read)" in made.stderr
    listed = " ".join(shell.run("keys", "list").stdout.split())
    assert "read" in listed
    wrong = shell.run("keys", "create", "--expires", "soon")
    assert wrong.returncode == 1
    assert "12h" in wrong.stderr


def test_a_key_is_replaced_by_another_of_the_same_rights(shell: Shell) -> None:
    old = shell.run("keys", "create", "--scope", "admin", "--owner", "ann").stdout.strip()
    new = shell.run("keys", "rotate", old, "--grace", "0m")
    assert ids.is_api_key(new.stdout.strip())
    assert new.stdout.strip() != old
    assert "of ann (admin)" in new.stderr
    again = shell.run("keys", "rotate", old)
    assert again.returncode == 1
    assert "closed already" in again.stderr


def test_an_owners_limits_are_set_kept_and_cleared(shell: Shell) -> None:
    shell.run("keys", "limits", "ann", "spend=5", "storage=1000")
    shown = shell.run("keys", "limits", "ann", "running=2").stdout.splitlines()
    assert {"spend    5", "storage  1,000", "running  2", "waiting  unlimited"} <= set(shown)
    wrong = shell.run("keys", "limits", "ann", "running=none", "spend=lots")
    assert wrong.returncode == 1
    assert "spend" in wrong.stderr
    cleared = shell.run("keys", "limits", "ann", "--clear").stdout
    assert cleared.count("unlimited") == 5
