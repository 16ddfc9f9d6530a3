"""The operator's page."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page

from acceptance.browser.pages import Playground, serious
from support.server import Server


@pytest.fixture
def operator(page: Page, site: Server) -> Iterator[Page]:
    """The page, open; afterwards the queue is empty and goes on."""
    watched = Playground(page, site.url)
    page.goto(f"{site.url}/admin")
    page.wait_for_selector("body.ready")
    yield page
    site.http.post("/v1/admin/pools/default/resume")
    for one in site.http.get("/v1/admin/pools/default/queue").json()["data"]:
        site.http.post(f"/v1/admin/generations/{one['id']}/cancel")
    assert watched.elsewhere == []
    assert watched.complaints == []


def row(page: Page, words: str) -> str:
    selector = f"#queue tbody tr:has-text('{words}')"
    page.wait_for_selector(selector)
    return selector


def order(page: Page) -> list[str]:
    return page.locator("#queue tbody .what > span").all_inner_texts()


def test_the_queue_is_paused_reordered_cancelled_and_goes_on(operator: Page, site: Server) -> None:
    operator.click("#pause")
    operator.wait_for_selector("#pause >> text=Resume")
    small = {"model": "stripes", "resolution": "540p", "num_frames": 4}
    made = [site.create(prompt=words, **small)["generation_id"] for words in ("first", "second", "third")]
    row(operator, "third")
    assert order(operator) == ["first", "second", "third"]
    operator.fill(f"{row(operator, 'third')} input", "5")
    operator.press(f"{row(operator, 'third')} input", "Enter")
    first = "() => document.querySelector('#queue tbody .what > span').textContent === 'third'"
    operator.wait_for_function(first)
    operator.click(f"{row(operator, 'second')} button")
    operator.wait_for_selector("#queue tbody tr:has-text('second')", state="detached")
    operator.click("#pause")
    operator.wait_for_selector("#pause >> text=Pause")
    ends = [site.wait(one)["error"] for one in made]
    assert [error and error["name"] for error in ends] == [None, "Cancelled", None]


def test_what_failed_is_tried_again(operator: Page, site: Server) -> None:
    refused = {"type": "image", "url": "http://127.0.0.1:9/nobody.png"}
    failed = site.wait(site.create(prompt="no picture", model="stripes", keyframes={"frame0": refused})["id"])
    assert failed["status"] == "error"
    retry = "#errors li:has-text('no picture') button"
    operator.wait_for_selector(retry)
    assert "Keyframe" in operator.inner_text("#errors li:has-text('no picture') .fault")
    operator.click(retry)
    operator.wait_for_selector(".toast >> text=It waits again.")


def test_a_key_is_made_shown_once_and_revoked(operator: Page, site: Server) -> None:
    operator.click("#new-key")
    operator.fill("#key-name", "for a test")
    operator.fill("#key-owner", "somebody")
    operator.click("text=Make it")
    text = operator.input_value("#made-key")
    with httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {text}"}) as holder:
        assert holder.get("/v1/session").json() == {"owner": "somebody", "via": "key", "admin": False}
        assert holder.get("/v1/admin/overview").status_code == 403
        operator.keyboard.press("Escape")
        operator.click("[aria-label='Revoke for a test']")
        operator.click("dialog >> text=Revoke >> visible=true >> nth=-1")
        operator.wait_for_selector("#keys tbody tr:has-text('for a test')", state="detached")
        operator.wait_for_timeout(1100)  # a key that was found good may live for a second
        assert holder.get("/v1/session").status_code == 401


def test_an_owner_is_limited(operator: Page, site: Server) -> None:
    made = site.http.post("/v1/admin/keys", json={"owner": "limited one"}).json()["key"]
    operator.reload()
    operator.click("[aria-label='Change the limits of limited one']")
    operator.fill("#limit-running_cap", "2")
    operator.fill("#limit-storage_bytes", "1.5")
    operator.press("#limit-storage_bytes", "Enter")
    operator.wait_for_selector("#owners tbody tr:has-text('limited one'):has-text('0 B of 1.5 MB')")
    limits = {one["owner"]: one["limits"] for one in site.http.get("/v1/admin/owners").json()["data"]}
    assert (limits["limited one"]["running_cap"], limits["limited one"]["storage_bytes"]) == (2, 1_500_000)
    site.http.delete(f"/v1/admin/keys/{made['id']}")


def test_what_a_worker_keeps_in_memory_is_shown(operator: Page) -> None:
    operator.wait_for_selector("#workers li:has-text('in memory: slow-stripes')")


@pytest.mark.parametrize("size", [(1280, 900), (390, 844)])
def test_it_keeps_nobody_out(operator: Page, site: Server, size: tuple[int, int]) -> None:
    operator.set_viewport_size({"width": size[0], "height": size[1]})
    operator.click("#pause")
    operator.wait_for_selector("#pause >> text=Resume")
    site.create(prompt="something that waits", model="stripes", resolution="540p", num_frames=4)
    row(operator, "something that waits")
    assert serious(operator) == []
    assert operator.evaluate("() => document.documentElement.scrollWidth") == size[0]
