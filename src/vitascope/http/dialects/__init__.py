"""The APIs that are spoken, one package each.

A dialect has ``schema`` (its bodies), ``routes`` (its endpoints), ``present`` (a generation in its
words) and ``errors`` (a problem in its words). ``http.app`` installs it; nothing else knows it.
"""
