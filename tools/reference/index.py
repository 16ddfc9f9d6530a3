"""``llms.txt``, and the architecture's page."""

from __future__ import annotations

import re

from tools.reference.markdown import WRITTEN
from tools.site import DOCS, ROOT, menu

SUMMARY = (
    "A video-generation server you host: it answers the requests of Ray 2 (the AI/ML API, Luma's "
    "Dream Machine API, /v1/videos) with videos made on your own machines. `vitascope serve`, base "
    "URL http://127.0.0.1:8000, OpenAPI at /openapi.json."
)


def llms() -> str:
    """Every page with its first sentence, for programs that read (llmstxt.org)."""
    lines, section = ["# vitascope", "", f"> {SUMMARY}"], None
    for page in menu():
        if page.section != section:
            section = page.section
            lines += ["", f"## {section or 'Docs'}", ""]
        lines.append(f"- [{page.title}]({page.file}){_told(page.file)}")
    return "\n".join(lines) + "\n"


def architecture() -> str:
    """ARCHITECTURE.md, its links seen from the page's own place."""
    text = (ROOT / "ARCHITECTURE.md").read_text()
    title, rest = text.split("\n", maxsplit=1)
    rest = re.sub(r"\]\(docs/explanation/", "](", rest)
    return f"{title}\n\n{WRITTEN}\n" + re.sub(r"\]\(docs/", "](../", rest)


def _told(file: str) -> str:
    path = DOCS / file
    text = path.read_text() if path.exists() else ""
    prose = re.sub(r"<!--.*?-->|^#.*$|^!\[.*$", "", text, flags=re.MULTILINE)
    first = " ".join(prose.strip().split("\n\n", maxsplit=1)[0].split())
    plain = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", first).replace("**", "")
    sentence = re.split(r"(?<=\.)\s", plain, maxsplit=1)[0].rstrip(":")
    return f": {sentence}" if sentence and not sentence.startswith(("|", "```", "-")) else ""
