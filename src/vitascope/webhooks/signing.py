"""Signatures of the Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from standardwebhooks.webhooks import Webhook

from vitascope.domain.webhook import SigningSecret


def signed_headers(
    message_id: str, now: float, body: bytes, secrets: Sequence[SigningSecret]
) -> dict[str, str]:
    """The three headers of a try at ``now`` (epoch seconds), with a signature for each secret.

    While a secret is being replaced there are two signatures: receivers accept either.
    """
    moment = datetime.fromtimestamp(int(now), UTC)
    signatures = (Webhook(secret.value).sign(message_id, moment, body.decode()) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now)),
        "webhook-signature": " ".join(signatures),
    }
