"""The least a FastAPI server can do: answer an object of a given size. ``python -m bench.bare BYTES``."""

from __future__ import annotations

import socket
import sys

import uvicorn
from fastapi import FastAPI, Request

app = FastAPI()
FILLING = {"filling": "x" * max(0, int(sys.argv[1]) - 14)} if len(sys.argv) > 1 else {}


@app.get("/")
async def read() -> dict[str, str]:
    """The fixed object."""
    return FILLING


@app.post("/")
async def write(request: Request) -> dict[str, str]:
    """The fixed object, after the body was read."""
    await request.json()
    return FILLING


if __name__ == "__main__":
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False))
    server.run(sockets=[listening])
