"""Write every page, or with ``--check`` say which are out of date (exit code 1)."""

from __future__ import annotations

import sys

from tools.reference.pages import outdated, written
from tools.site import DOCS

if "--check" in sys.argv[1:]:
    stale = outdated()
    sys.exit(f"Out of date: {', '.join(stale)}. Run `make reference`." if stale else 0)
for name, text in written().items():
    (DOCS / name).write_text(text)
    sys.stdout.write(f"docs/{name}\n")
