"""Environments: land, water and clouds under a sky, drawn around whatever moves in them."""
