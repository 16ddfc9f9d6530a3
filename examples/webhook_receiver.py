"""Be told when videos are ready: ``python examples/webhook_receiver.py SECRET [PORT]``.

Needs ``pip install standardwebhooks``. SECRET is what ``vitascope webhooks add http://HOST:PORT/`` printed.
"""

import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from standardwebhooks.webhooks import Webhook, WebhookVerificationError

secret = Webhook(sys.argv[1])
port = int(sys.argv[2]) if len(sys.argv) > 2 else 9000
seen: set[str] = set()  # a real receiver keeps these for a few days, in its database


class Receiver(BaseHTTPRequestHandler):
    """Verifies each message, answers at once, and handles it once."""

    def do_POST(self) -> None:
        """Take one message."""
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            event = secret.verify(body, dict(self.headers))
        except WebhookVerificationError as error:
            print(f"refused: {error}", flush=True)
            self.send_error(400)
            return
        self.send_response(204)  # anything but 2xx, and it comes again later; 410, and none comes any more
        self.end_headers()
        message = self.headers["webhook-id"]
        if message not in seen:  # it may come twice, under the same id
            seen.add(message)
            data = event["data"]
            print(event["type"], data.get("id"), data.get("assets", {}).get("video"), flush=True)


print(f"listening on port {port}", flush=True)
ThreadingHTTPServer(("", port), Receiver).serve_forever()
