"""The only door to the outside: which addresses may be talked to, and fetching from them."""
