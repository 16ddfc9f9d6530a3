from __future__ import annotations

import base64
import hashlib
import hmac
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from vitascope import ids
from vitascope.domain.webhook import SigningSecret
from vitascope.webhooks.signing import signed_headers


def a_secret() -> SigningSecret:
    return SigningSecret(ids.signing_secret())


@given(st.text(max_size=200), st.floats(0, 4e9))
def test_a_signature_is_what_the_standard_says(text: str, now: float) -> None:
    secret = a_secret()
    body = text.encode("utf-8", "replace")
    headers = signed_headers("msg_1", now, body, [secret])
    signed = b".".join((b"msg_1", str(int(now)).encode(), body))
    digest = base64.b64encode(hmac.new(secret.value, signed, hashlib.sha256).digest()).decode()
    assert headers == {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(now)),
        "webhook-signature": f"v1,{digest}",
    }


def test_the_official_library_verifies_it_with_either_secret_during_a_rotation() -> None:
    new, old, other = a_secret(), a_secret(), a_secret()
    body = '{"ü":1}'.encode()
    headers = signed_headers("msg_1", time.time(), body, [new, old])
    for secret in (new, old):
        assert secret.text.startswith("whsec_")
        assert Webhook(secret.text).verify(body, headers) == {"ü": 1}
    with pytest.raises(WebhookVerificationError):
        Webhook(other.text).verify(body, headers)
    for changed in ({"webhook-id": "msg_2"}, {"webhook-timestamp": str(int(time.time()) + 1)}):
        with pytest.raises(WebhookVerificationError):
            Webhook(new.text).verify(body, headers | changed)
    with pytest.raises(WebhookVerificationError):
        Webhook(new.text).verify(body + b" ", headers)
