"""Telling others what happens here: signed messages, sent from the ledger's outbox until they are had."""
