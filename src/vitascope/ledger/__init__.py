"""The state of record and the queue: one SQL database in which the API and the workers meet."""

from vitascope.ledger.ledger import Ledger

__all__ = ["Ledger"]
