"""How fast one process is, on SQLite, as an operator would run it: `make bench`."""
