"""Seeded writers of pages whose exact parse is known: judges of a parser that nobody tuned to them."""
