"""A problem in the words of the AI/ML API."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from vitascope import ids
from vitascope.clock import Clock, iso
from vitascope.http.dialects.aiml.headers import answer_headers
from vitascope.http.dialects.aiml.schema import ErrorBody, FaultBody
from vitascope.http.problem import Problem

UNAUTHENTICATED = (
    "This request requires a valid API key. You can create a new API key with `vitascope keys create`."
)


class ErrorShape:
    """``{requestId, statusCode, timestamp, path, message}`` and, where known, ``errors``."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def __call__(self, request: Request, problem: Problem) -> Response:
        """The answer to a problem."""
        request_id = str(getattr(request.state, "request_id", None) or ids.request_id())
        faults = [FaultBody.model_validate(fault.as_json()) for fault in problem.faults]
        body = ErrorBody(
            requestId=request_id,
            statusCode=problem.status,
            timestamp=iso(self._clock.now()),
            path=request.scope["path"],
            message=UNAUTHENTICATED if problem.status == 401 else problem.message,
            errors=faults or None,
        )
        # Escaped to ASCII: what was received may be no text that UTF-8 can hold.
        content = json.dumps(body.model_dump(exclude_none=not faults), separators=(",", ":"))
        inference_id = None if request.method == "GET" else request_id
        headers = answer_headers(request, inference_id)
        return Response(content, problem.status, headers, "application/json")
