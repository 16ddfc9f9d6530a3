from __future__ import annotations

import subprocess
import sys


def test_without_its_package_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['mcp'] = None; sys.argv = ['vitascope', 'mcp']; "
        "from vitascope.cli import main; main()"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "pip install vitascope[mcp]" in ended.stderr
    assert "Traceback" not in ended.stderr
