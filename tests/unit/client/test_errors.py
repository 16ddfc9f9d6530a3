from __future__ import annotations

import pickle

import pytest

from vitascope.client import (
    BadRequest,
    ConnectionFailed,
    Failure,
    FieldFault,
    Generation,
    GenerationFailed,
    HttpError,
    NotFound,
    RateLimited,
    ServerError,
    Timeout,
    Unauthorized,
    VitascopeClientError,
)
from vitascope.client.records import Meta

FAILED = Generation("1", "error", error=Failure("EngineError", "No light."))
FAULT = FieldFault("seed", "Expected number", "x", "number")
ALL: list[VitascopeClientError] = [
    *(
        kind("It is wrong.", status=499, request_id="r-1", faults=(FAULT,))
        for kind in (HttpError, BadRequest, Unauthorized, NotFound, RateLimited, ServerError)
    ),
    ConnectionFailed("It is away."),
    GenerationFailed(FAILED),
    Timeout(Generation("2", "generating", meta=Meta(progress=0.25)), 1.5),
]


@pytest.mark.parametrize("error", ALL, ids=lambda error: type(error).__name__)
def test_an_error_crosses_to_another_process(error: VitascopeClientError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (BadRequest, ValueError),
        (Unauthorized, PermissionError),
        (NotFound, LookupError),
        (ConnectionFailed, ConnectionError),
        (Timeout, TimeoutError),
    ],
)
def test_an_error_is_also_the_built_in_one(
    kind: type[VitascopeClientError], builtin: type[Exception]
) -> None:
    assert issubclass(kind, builtin)


def test_what_an_error_says() -> None:
    assert str(BadRequest("No.")) == "No."
    assert str(BadRequest("No.", status=400)) == "No. (HTTP 400)"
    assert str(NotFound("No.", status=404, request_id="r-1")) == "No. (HTTP 404, request r-1)"
    assert str(ALL[-2]) == "The generation 1 has no video. EngineError: No light."
    assert str(ALL[-1]).startswith("The generation 2 is generating at 25% after 1.5 s. It goes on")
