"""The built-in engine: a planned and rendered shot, on any CPU, without weights."""
