"""The headers of every answer of the AI/ML API."""

from __future__ import annotations

import re

from starlette.requests import Request

from vitascope.domain.price import dollars

INFERENCE_ID = "x-inference-id"
CLIENT_REQUEST_ID = "x-client-request-id"
CREDITS = "x-aimlapi-credits-used"
SPENT = "x-aimlapi-usd-spent"
EXPOSED = (INFERENCE_ID, CLIENT_REQUEST_ID, CREDITS, SPENT)
"""What a page of another origin may read of an answer."""
_CLIENT_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")


def answer_headers(request: Request, inference_id: str | None, spent: int = 0) -> dict[str, str]:
    """Ids and costs (``spent`` in credits); a client's own request id comes back if it is one."""
    headers = {
        CREDITS: str(spent),
        SPENT: f"{dollars(spent):.9f}".rstrip("0").rstrip("."),
        "Access-Control-Expose-Headers": ", ".join(EXPOSED),
        "Cache-Control": "no-store",
    }
    if inference_id is not None:
        headers[INFERENCE_ID] = inference_id
    client_id = request.headers.get(CLIENT_REQUEST_ID)
    if client_id is not None and _CLIENT_ID.fullmatch(client_id):
        headers[CLIENT_REQUEST_ID] = client_id
    return headers
