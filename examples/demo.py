"""Start a server, send it one prompt over HTTP, keep the video: ``python examples/demo.py [FOLDER]``."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import Request, urlopen, urlretrieve

PROMPT = """The camera moves down, dives underwater and moves through a dark, moody world of greenish light
and drifting plants. Giant white koi fish emerge from the shadows and turn curiously toward the camera as it
passes, their scales shimmering faintly in the murky depths.""".replace("\n", " ")
KEY = "demo-key-on-this-machine"
HEADERS = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
BODY = json.dumps({"model": "luma/ray-2", "prompt": PROMPT, "seed": 5})

folder = Path(sys.argv[1] if len(sys.argv) > 1 else "out")
command = [sys.executable, "-m", "vitascope", "serve", "--port", "0", "--data-dir", str(folder / "data")]
environment = {**os.environ, "VITASCOPE_API_KEY": KEY}
with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
    try:
        base = next(found[0] for line in server.stdout or () if (found := re.search(r"http://\S+:\d+", line)))
        route, started = f"{base}/v2/video/generations", time.monotonic()
        answer = json.load(urlopen(Request(route, BODY.encode(), HEADERS)))
        while answer["status"] in {"queued", "generating"}:
            time.sleep(0.25)
            answer = json.load(urlopen(Request(f"{route}?generation_id={answer['id']}", headers=HEADERS)))
        if not answer["video"]:
            sys.exit(f"no video: {answer['error']}")
        urlretrieve(answer["video"]["url"], folder / "koi.mp4")
        print(f"{folder / 'koi.mp4'} was made in {time.monotonic() - started:.1f} s by\n")
        print(f"curl {route} -H 'Authorization: Bearer {KEY}' \\")
        print(f"  -H 'Content-Type: application/json' -d '{BODY}'")
    finally:
        server.terminate()
