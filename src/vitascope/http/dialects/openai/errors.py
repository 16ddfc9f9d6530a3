"""A problem in the words of the OpenAI API."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import Response

from vitascope.http.dialects.openai.answers import OpenAIError, OpenAIFault
from vitascope.http.dialects.openai.replies import HEADERS
from vitascope.http.problem import Problem
from vitascope.service.keys import sent_key

NO_KEY = (
    "You didn't provide an API key. Send it in the header Authorization: Bearer YOUR_KEY; "
    "`vitascope keys create` makes one."
)
BAD_KEY = "Incorrect API key provided. Make a new one with `vitascope keys create`."
_TYPES = {
    401: "invalid_request_error",
    403: "permission_error",
    429: "rate_limit_error",
    500: "server_error",
    503: "server_error",
}
_CODES = {
    "unauthenticated": "invalid_api_key",
    "invalid_request": "invalid_value",
    "unknown_model": "model_not_found",
    "too_many_requests": "rate_limit_exceeded",
    "quota_reached": "insufficient_quota",
}
_PARAMS = {
    "keyframes.frame0.url": "input_reference",
    "keyframes.frame0.id": "video",
}
"""The house's fields as this dialect calls them."""


def error_shape(request: Request, problem: Problem) -> Response:
    """``{"error": {message, type, param, code}}``."""
    field = problem.faults[0].field if problem.faults else None
    fault = OpenAIFault(
        message=_message(request, problem),
        type=_TYPES.get(problem.status, "invalid_request_error"),
        param=_PARAMS.get(field, field) if field else None,
        code=_CODES.get(problem.code, problem.code),
    )
    # Escaped to ASCII: what was received may be no text that UTF-8 can hold.
    content = json.dumps(OpenAIError(error=fault).model_dump(), separators=(",", ":"))
    return Response(content, problem.status, HEADERS, "application/json")


def _message(request: Request, problem: Problem) -> str:
    if problem.status == 401:
        return NO_KEY if sent_key(request.headers) is None else BAD_KEY
    return problem.message
