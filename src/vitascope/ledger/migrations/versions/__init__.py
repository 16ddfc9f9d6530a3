"""One change of the tables in each file, named for what it does."""
