from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
ENCODE = """
import hashlib, sys
from pathlib import Path
import numpy as np
from support.pictures import landscape
from vitascope.media.colour import rgb_to_yuv
from vitascope.media.encode import Encoder

picture, path = landscape(1200, 700), Path(sys.argv[1])
with Encoder(path, 960, 540, 24, 24) as encoder:
    for i in range(24):
        encoder.write(*rgb_to_yuv(np.ascontiguousarray(picture[i : i + 540, 2 * i : 2 * i + 960])))
    encoder.close()
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc fills fresh memory on request")
def test_packets_do_not_depend_on_what_memory_held_before(tmp_path: Path) -> None:
    """Memory that the encoder reads without having written it would show as different files."""
    found = {
        subprocess.run(
            [sys.executable, "-c", ENCODE, str(tmp_path / f"{fill}.mp4")],
            env={**os.environ, "MALLOC_PERTURB_": fill, "PYTHONPATH": str(TESTS)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for fill in ("0", "85", "170")
    }
    assert len(found) == 1, found
