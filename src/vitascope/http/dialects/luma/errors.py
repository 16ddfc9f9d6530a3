"""A problem in the words of the Luma Dream Machine API."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from vitascope.http.dialects.luma.answers import LumaError
from vitascope.http.dialects.luma.faults import FormFault
from vitascope.http.problem import Problem
from vitascope.service.keys import sent_key

NO_KEY = "Not authenticated. Send Authorization: Bearer with a key made by `vitascope keys create`."
BAD_KEY = "Invalid API key is provided. Make a new one with `vitascope keys create`."


def error_shape(request: Request, problem: Problem) -> Response:
    """``{"detail": …}``: a list of faults for a request of the wrong form, else a sentence."""
    faults = [fault.as_luma() for fault in problem.faults if isinstance(fault, FormFault)]
    body = LumaError(detail=faults or _sentence(request, problem))
    # Escaped to ASCII: what was received may be no text that UTF-8 can hold.
    content = json.dumps(body.model_dump(exclude_none=True), separators=(",", ":"))
    return Response(content, problem.status, {"Cache-Control": "no-store"}, "application/json")


def _sentence(request: Request, problem: Problem) -> str:
    if problem.status == 401:
        return NO_KEY if sent_key(request.headers) is None else BAD_KEY
    return problem.message
