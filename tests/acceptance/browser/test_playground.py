"""Making videos in the playground."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Route

from acceptance.browser.pages import Playground
from support.patience import until
from support.server import Server

DROP = """([target, name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  document.querySelector(target).dispatchEvent(
    new DragEvent("drop", {dataTransfer: transfer, bubbles: true, cancelable: true}));
}"""


PASTE = """([name, type, data]) => {
  const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name, {type}));
  document.body.dispatchEvent(new ClipboardEvent("paste", {clipboardData: transfer, bubbles: true}));
}"""


def card(site: Server, generation_id: str) -> dict[str, Any]:
    answer = site.http.get(f"/v1/gallery/{generation_id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["card"]
    return found


def drop(play: Playground, target: str, name: str, kind: str, data: bytes) -> None:
    play.page.evaluate(DROP, [target, name, kind, base64.b64encode(data).decode()])


def test_a_prompt_becomes_a_video_that_plays(play: Playground, site: Server) -> None:
    play.ask("a red balloon over hills")
    play.page.check("#ratio-1-1", force=True)
    play.page.click("#concepts > summary")
    play.page.check("input[value=orbit_left]", force=True)
    play.page.check("#quality-high", force=True)
    play.page.fill("#seed", "77")
    made = play.create()
    play.finished()
    asked = card(site, made)["request"]
    expected = {"aspect_ratio": "1:1", "concepts": ["orbit_left"], "quality": "high", "seed": 77}
    assert asked.items() >= expected.items()
    size = play.page.evaluate(
        "(({videoWidth, videoHeight}) => [videoWidth, videoHeight])(document.querySelector('.player video'))"
    )
    assert size == [540, 540]
    assert play.page.inner_text("#live") == "The video is ready."


def test_frames_can_be_stepped_through(play: Playground) -> None:
    play.make("stripes to step through")
    count = play.page.locator(".frame-count")
    video = play.page.locator(".player video")
    video.press("Home")
    for keys, expected in [
        ("ArrowRight", "02 / 12"),
        ("ArrowRight", "03 / 12"),
        ("ArrowLeft", "02 / 12"),
        ("End", "12 / 12"),
    ]:
        video.press(keys)
        play.page.wait_for_function(
            "(told) => document.querySelector('.frame-count').textContent === told", arg=expected
        )
    play.page.click("[aria-label='Previous frame']")
    play.page.wait_for_function("() => document.querySelector('.frame-count').textContent === '11 / 12'")
    video.press("l")
    assert play.page.get_attribute("[aria-label='Loop playback']", "aria-pressed") == "false"
    assert count.is_visible()


def test_two_pictures_become_the_ends(
    play: Playground, site: Server, images: dict[str, bytes], tmp_path: Path
) -> None:
    drop(play, '[data-end="f0"]', "first.jpg", "image/jpeg", images["landscape.jpg"])
    play.page.wait_for_selector('[data-end="f0"].full img:not([hidden])')
    with play.page.expect_file_chooser() as chosen:
        play.page.click('[data-end="f1"] .well-add')
    last = tmp_path / "last.png"
    last.write_bytes(images["white-fish.png"])
    chosen.value.set_files(last)
    play.page.wait_for_selector('[data-end="f1"].full img:not([hidden])')
    assert play.page.is_disabled("#loop")
    made = play.make("between two pictures")
    links = card(site, made)["links"]
    assert site.http.get(links["frame0"]).content == images["landscape.jpg"]
    assert site.http.get(links["frame1"]).content == images["white-fish.png"]


def test_the_address_has_it_all_and_a_reload_resumes(play: Playground, site: Server, tmp_path: Path) -> None:
    never = str(tmp_path / "never")
    play.ask(never, model="held", frames=80)
    made = play.create()
    play.page.wait_for_function("() => document.querySelector('.making progress')?.value > 0.05")
    play.page.reload()
    play.page.wait_for_selector("body.ready")
    assert (play.shown, play.page.input_value("#prompt")) == (made, never)
    play.page.wait_for_function(
        "() => /step \\d+ of 80.*left/.test(document.querySelector('.stage-detail')?.textContent)"
    )
    play.page.click("#cancel")
    play.page.wait_for_selector(".stopped >> text=Cancelled")
    assert card(site, made)["state"] == "cancelled"


def test_a_shared_address_opens_the_same_video_with_its_request(play: Playground) -> None:
    made = play.make("to be shared")
    play.open(f"g={made}")
    play.finished()
    assert play.page.input_value("#prompt") == "to be shared"
    assert play.page.input_value("#frames") == "12"


def test_extend_lead_loop_bridge_and_upscale(play: Playground, site: Server) -> None:
    first = play.make("the beginning")
    play.action("Loop it")
    play.after(first)
    play.finished()
    assert card(site, play.shown)["request"]["loop"] is True
    play.open(f"g={first}")
    play.finished()
    play.action("Extend")
    assert play.state["model"] == "stripes"
    second = play.make("and then")
    assert card(site, second)["parents"] == {"frame0": first}
    assert play.page.locator(".chain ol li").count() == 2
    play.action("Lead into this")
    before = play.make("what came before")
    assert card(site, before)["parents"] == {"frame1": second}
    play.action("Bridge to")
    play.page.click(f'li[data-id="{first}"] .face')
    bridge = play.make("across")
    assert card(site, bridge)["parents"] == {"frame0": before, "frame1": first}
    play.action("Upscale")
    play.after(bridge)
    play.finished()
    assert (card(site, play.shown)["height"], card(site, play.shown)["made_from"]) == (720, bridge)


def test_the_last_frame_becomes_the_first(play: Playground, site: Server) -> None:
    play.make("whose end is used")
    play.action("Use last frame")
    play.page.wait_for_selector('[data-end="f0"].full')
    assert play.state["f0"].startswith("file:file-")


def test_a_dropped_video_brings_its_request_back(play: Playground, site: Server, tmp_path: Path) -> None:
    asked = {
        "prompt": "ein Bär, „draußen“ 🐻",
        "model": "stripes",
        "resolution": "540p",
        "num_frames": 14,
        "seed": 5,
        "loop": True,
        "aspect_ratio": "4:3",
        "concepts": ["pan_left"],
    }
    made = site.make(**asked)
    data = site.download(made["video"]["url"], tmp_path / "video.mp4").read_bytes()

    def restored() -> dict[str, str]:
        play.open()
        drop(play, "body", "video.mp4", "video/mp4", data)
        play.page.wait_for_selector(".toast >> text=The video's request is back.")
        return {name: value for name, value in play.state.items() if name != "g"}

    expected = {
        "prompt": asked["prompt"],
        "model": "stripes",
        "size": "540p",
        "frames": "14",
        "seed": "5",
        "loop": "1",
        "ratio": "4:3",
        "concepts": "pan_left",
    }
    assert restored() == expected
    # The server has forgotten it: the file itself says the same.
    assert site.http.delete(f"/v2/video/generations/{made['generation_id']}").status_code == 204
    assert restored() == expected
    drop(play, "body", "other.mp4", "video/mp4", b"\0\0\0\x14ftypisom" + bytes(8))
    play.page.wait_for_selector(".toast.trouble >> text=does not say that vitascope made it")


def test_delete_can_be_undone(play: Playground, site: Server) -> None:
    made = play.make("to be deleted, or not")
    tile = f'li[data-id="{made}"]'
    play.page.click(f"{tile} [aria-label^=Delete]")
    assert play.page.locator(tile).is_hidden()
    play.page.click(".toast >> text=Undo")
    assert play.page.locator(tile).is_visible()
    play.page.click(f"{tile} [aria-label^=Delete]")
    play.page.goto("about:blank")  # who leaves has decided
    until(lambda: site.http.get(f"/v1/gallery/{made}").status_code == 404, pause=0.05)


def test_the_gallery_is_searched_and_filtered(play: Playground, site: Server) -> None:
    site.make(prompt="A Quokka smiles", model="stripes", resolution="540p", num_frames=4)
    play.open()
    play.page.fill("#search", "quokka")
    play.page.wait_for_function("() => document.querySelectorAll('.cards > li').length === 1")
    assert play.state["q"] == "quokka"
    play.page.click("[data-states='failed,cancelled']")
    play.page.wait_for_selector("text=Nothing here fits.")


def test_a_plan_is_edited_and_rendered_again(play: Playground, site: Server) -> None:
    first = play.make("planned")
    play.action("Plan")
    play.page.fill("#plan", '{"seed": 1,\n oops}')
    play.page.click("text=Render this plan")
    assert "line 2" in play.page.inner_text("#plan-fault")
    play.page.fill("#plan", '{"seed": 99, "pictures": {}}')
    play.page.click("text=Render this plan")
    play.after(first)
    play.finished()
    assert card(site, play.shown)["request"]["plan"] == {"seed": 99, "pictures": {}}


def test_what_the_server_refuses_is_shown(play: Playground) -> None:
    play.ask("a fox")
    play.page.fill("#prompt", "   ")
    play.page.click("#create")
    assert play.page.inner_text("#trouble") == "Say what is to be seen."
    assert play.page.get_attribute("#prompt", "aria-invalid") == "true"


def test_the_keyboard_is_enough(play: Playground) -> None:
    play.ask("by keyboard alone")
    play.page.focus("#prompt")
    play.page.keyboard.press("Control+Enter")
    play.after("-")
    play.finished()
    play.page.keyboard.press("Escape")
    play.page.locator(".player video").focus()
    play.page.keyboard.press("?")
    assert play.page.locator("dialog").is_visible()
    play.page.keyboard.press("Escape")
    play.page.wait_for_selector("dialog", state="detached")


def test_a_wire_that_is_cut_is_said_and_mends(play: Playground, site: Server, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    made = site.create(prompt=str(gate), model="held", resolution="540p", num_frames=8)
    play.page.route("**/events", lambda route: route.abort())
    play.page.goto("about:blank")
    play.page.goto(f"{site.url}/#g={made['generation_id']}")
    play.page.wait_for_selector(".stage-detail >> text=The server does not answer")
    play.page.unroute("**/events")
    gate.touch()
    play.finished()
    play.complaints.clear()  # the browser notes each request that failed


def test_a_file_is_chosen_where_nothing_can_be_dropped(play: Playground, picture: Path) -> None:
    with play.page.expect_file_chooser() as chosen:
        play.page.click("text=choose a file")
    chosen.value.set_files(picture)
    play.page.wait_for_selector('[data-end="f0"].full')


def test_two_pictures_are_pasted_one_after_the_other(play: Playground, images: dict[str, bytes]) -> None:
    for name in ("landscape.jpg", "landscape.jpg"):
        play.page.evaluate(PASTE, [name, "image/jpeg", base64.b64encode(images[name]).decode()])
    for end in ("f0", "f1"):
        play.page.wait_for_selector(f'[data-end="{end}"].full img:not([hidden])')


def test_a_clip_plays_under_the_mouse(chromium: Browser, site: Server) -> None:
    made = site.make(prompt="to hover over", model="stripes", resolution="540p", num_frames=12)
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="no-preference")
    play = Playground(page, site.url)
    play.open()
    face = f'li[data-id="{made["generation_id"]}"] .face'
    page.hover(face)
    page.wait_for_selector(f"{face} video.on", state="attached")
    page.mouse.move(0, 0)
    page.wait_for_selector(f"{face} video", state="detached")
    page.close()


def test_the_gallery_goes_on_as_one_comes_near_its_end(play: Playground, site: Server) -> None:
    found = site.http.get("/v1/gallery", params={"limit": 24}).json()
    cards = [{**found["data"][0], "id": f"{number:08d}-0000-4000-8000-000000000000"} for number in range(200)]

    def answer(route: Route) -> None:
        after = parse_qs(urlsplit(route.request.url).query).get("after")
        begin = int(after[0][:8]) + 1 if after else 0
        part = cards[begin : begin + 24]
        route.fulfill(json={"data": part, "has_more": begin + 24 < 200, "last_id": part[-1]["id"]})

    play.page.route(re.compile(r"/v1/gallery\?"), answer)
    play.open()
    for _ in range(600):
        play.page.mouse.move(600, 600)
        play.page.mouse.wheel(0, 6000)
        if play.page.locator(".cards > li").count() == 200:
            break
        play.page.wait_for_timeout(250)
    assert play.page.locator(".cards > li").count() == 200
    play.page.unroute_all()
