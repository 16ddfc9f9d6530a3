from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from standardwebhooks.webhooks import Webhook
from typer.testing import CliRunner, Result

from support.receiver import Receiver, receiving
from support.shell import Shell
from vitascope.cli.app import app
from vitascope.errors import NotFound


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as here:
        yield here


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A command in this process: a dozen of its own would take a minute to start."""
    monkeypatch.setenv("VITASCOPE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("VITASCOPE_FETCH_ALLOW", "127.0.0.0/8")
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *arguments: CliRunner().invoke(app, ["webhooks", *arguments])


def test_an_endpoint_from_its_first_test_to_its_end(run: Callable[..., Result], receiver: Receiver) -> None:
    def good(*arguments: str) -> str:
        done = run(*arguments)
        assert done.exit_code == 0, done.output
        return done.output

    added = good("add", receiver.url, "--event", "generation.failed", "--name", "alarm")
    secret, told = added.splitlines()
    (endpoint,) = re.findall(r"we_\w+", told)
    assert "generation.failed" in told
    listed = good("list")
    assert all(word in listed for word in (endpoint, receiver.url, "alarm", "generation.failed"))
    assert "whsec_" not in listed

    assert "answered 204" in good("test", endpoint)
    assert receiver.heard[0].verified(secret)["data"] == {"endpoint": endpoint}
    new = good("rotate", endpoint).strip()
    assert new != secret
    receiver.status = 500
    failed = run("test", endpoint)
    assert failed.exit_code == 1
    assert "answered 500" in failed.output
    for either in (new, secret):
        Webhook(either).verify(receiver.heard[1].body, receiver.heard[1].headers)
    assert good("rotate").startswith("whsec_")

    log = good("deliveries", endpoint)
    message = receiver.heard[1].id
    assert all(word in log for word in (message, receiver.heard[0].id, "given_up", "delivered", "500", "204"))
    assert good("redeliver", message) == f"{message} is due now.\n"
    assert "waiting" in good("deliveries")
    assert isinstance(run("remove", endpoint, "--owner", "boris").exception, NotFound)
    assert good("remove", endpoint) == f"Removed {endpoint}, {receiver.url}.\n"
    assert endpoint not in good("list")


def test_an_address_inside_is_refused_with_a_reason(shell: Shell) -> None:
    refused = shell.run("webhooks", "add", "http://192.168.0.1/hook")
    assert refused.returncode == 1
    assert refused.stderr.startswith(
        "Error: The url cannot be used. The URL's host 192.168.0.1 is not a public"
    )
