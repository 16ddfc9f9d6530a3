"""Every example of the documentation runs, against a live server whose engine draws stripes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from docs.blocks import DOCS, Block, pages
from support import pictures, server
from support.patience import PATIENCE
from support.server import KEY, Server

PAGES = pages()
RUNNING = [name for name, found in PAGES.items() if any(block.mark == "runs" for block in found)]
DOCUMENTED = "http://127.0.0.1:8000"
"""The address in the pages, which is replaced by the live one."""


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    engines = {"VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine"}
    with server.running(tmp_path_factory.mktemp("data"), environment=engines) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "photo.jpg").write_bytes(pictures.encoded(pictures.landscape(), "JPEG"))
    return tmp_path


def environment(live: Server) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "KEY": KEY,
        "VITASCOPE_API_KEY": KEY,
        "VITASCOPE_URL": live.url,
        "VITASCOPE_DATA_DIR": str(live.data),
        "VITASCOPE_ENGINES": "vitascope.testing.engine:StripesEngine",
        "VITASCOPE_PORT": "0",
    }


def run(command: list[str], folder: Path, live: Server) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(live),
        capture_output=True,
        text=True,
        timeout=5 * PATIENCE,
        check=False,
    )
    assert done.returncode == 0, f"{command[-1]}\n{done.stdout}\n{done.stderr}"


def written(block: Block, live: Server) -> str:
    return block.code.replace(DOCUMENTED, live.url)


@pytest.mark.parametrize("page", RUNNING)
def test_the_examples_of_a_page_run(page: str, folder: Path, live: Server) -> None:
    """Shell by shell, then all Python of the page as one program, then what it calls a test."""
    marked = [block for block in PAGES[page] if block.mark == "runs"]
    program = ""
    for block in marked:
        if block.note:
            (folder / block.note).write_text(written(block, live))
        elif block.language == "python":
            program += written(block, live)
        else:
            run(["bash", "-euo", "pipefail", "-c", written(block, live)], folder, live)
    if program:
        run([sys.executable, "-c", program], folder, live)
    if any(block.note.startswith("test_") for block in marked):
        run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."], folder, live)


def test_the_notebook_runs(folder: Path, live: Server) -> None:
    """Its code as one program, but for the cells that only show a video."""
    notebook = json.loads((DOCS.parent / "examples" / "notebook.ipynb").read_text())
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in cells)
    code = ["".join(cell["source"]) for cell in cells if "display" not in cell["metadata"].get("tags", [])]
    run([sys.executable, "-c", "\n".join(code)], folder, live)
    assert (folder / "longer.mp4").stat().st_size > (folder / "fox.mp4").stat().st_size


@pytest.mark.parametrize("page", PAGES)
def test_every_example_runs_or_says_why_not(page: str) -> None:
    for block in PAGES[page]:
        assert block.mark, f"{page}: mark this block as `runs` or `shown: why`:\n{block.code}"
        assert block.mark == "runs" or len(block.note) > 10, block.code
