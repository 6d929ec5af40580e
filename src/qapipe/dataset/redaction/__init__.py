"""Pseudonyms in place of e-mail addresses, phone numbers and names, as ``--redact`` asks.

A pseudonym is a keyed hash: the same value has the same pseudonym in every dataset made with the same key, and nobody
without the key can tell which value it was. Nothing else in a text is changed.
"""
