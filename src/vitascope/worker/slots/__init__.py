"""Places where one generation at a time is made."""
