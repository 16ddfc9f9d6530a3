"""Every call of an older `openai` package that makes videos, as its users write them.

    VITASCOPE_URL=http://localhost:8000 VITASCOPE_API_KEY=... python older_openai.py
"""

import os
import struct
import time
import zlib

import openai

client = openai.OpenAI(base_url=os.environ["VITASCOPE_URL"] + "/v1", api_key=os.environ["VITASCOPE_API_KEY"])
short = {"prompt": "stripes", "extra_body": {"num_frames": 4}}


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side: int) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x40\x80\xc0" * side) * side)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def finished(video):
    while video.status in ("queued", "in_progress"):
        time.sleep(0.3)
        video = client.videos.retrieve(video.id)
    assert video.status == "completed", video
    return video


made = finished(client.videos.create(model="sora-2", size="1280x720", **short))
assert (made.size, made.seconds, made.progress) == ("1280x720", "0.167", 100)
assert client.videos.download_content(made.id).read()[4:8] == b"ftyp"
assert client.videos.download_content(made.id, variant="thumbnail").read()[:4] == b"RIFF"
assert client.videos.create_and_poll(model="sora-2", **short).status == "completed"
finished(client.videos.create(input_reference=("a.png", png(64), "image/png"), **short))
finished(client.videos.create(input_reference=png(64), **short))
assert finished(client.videos.remix(made.id, prompt="other")).remixed_from_video_id == made.id
assert made.id in [video.id for video in client.videos.list(limit=2)]
if hasattr(client.videos, "extend"):
    longer = client.videos.extend(prompt="on", seconds="4", video=client.videos.download_content(made.id).read())
    assert finished(longer).seconds == "4.167"
assert client.videos.delete(made.id).deleted
try:
    client.videos.retrieve(made.id)
except openai.NotFoundError as error:
    assert error.code == "not_found", error
else:
    raise AssertionError("it is there")
try:
    client.videos.create(prompt="")
except openai.BadRequestError as error:
    assert error.param == "prompt", error
else:
    raise AssertionError("it was accepted")
file = client.files.create(file=("a.png", png(32)), purpose="vision")
assert client.files.content(file.id).read() == png(32)
assert client.files.delete(file.id).deleted
assert client.models.retrieve("sora-2").id == "sora-2"
print("openai", openai.__version__, "done")
