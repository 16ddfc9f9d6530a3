"""Every call of an older `lumaai` package that makes videos, as its users write them.

    VITASCOPE_URL=http://localhost:8000 VITASCOPE_API_KEY=... python older_lumaai.py
"""

import inspect
import os
import time

import lumaai

base = os.environ["VITASCOPE_URL"] + "/dream-machine/v1"
client = lumaai.LumaAI(base_url=base, auth_token=os.environ["VITASCOPE_API_KEY"])
short = {"prompt": "stripes", "extra_body": {"num_frames": 4}}
if inspect.signature(client.generations.create).parameters["model"].default is inspect.Parameter.empty:
    short["model"] = "ray-2"


def finished(generation):
    while generation.state in ("queued", "dreaming"):
        time.sleep(0.3)
        generation = client.generations.get(generation.id)
    assert generation.state == "completed", generation
    return generation


assert client.ping.check().message == "pong"
assert client.credits.get().credit_balance is not None
made = finished(client.generations.create(aspect_ratio="9:16", **short))
assert made.assets.video.endswith(".mp4")
assert made.request.prompt == "stripes"
ends = {"frame0": {"type": "generation", "id": made.id}}
finished(client.generations.create(keyframes=ends, loop=False, **short))
assert made.id in [one.id for one in client.generations.list(limit=2, offset=0).generations]
if hasattr(client.generations, "camera_motion"):
    assert "camera orbit left" in client.generations.camera_motion.list()
if hasattr(client.generations, "concepts"):
    assert "orbit_left" in client.generations.concepts.list()
if hasattr(client.generations, "upscale"):
    assert client.generations.upscale(made.id, resolution="1080p").id != made.id
client.generations.delete(made.id)
try:
    client.generations.get(made.id)
except lumaai.NotFoundError as error:
    assert made.id in error.body["detail"], error
else:
    raise AssertionError("it is there")
try:
    client.generations.create(**{**short, "prompt": "x"})
except lumaai.BadRequestError as error:
    assert "Prompt is too short" in error.body["detail"], error
else:
    raise AssertionError("it was accepted")
print("lumaai", lumaai.__version__, "done")
