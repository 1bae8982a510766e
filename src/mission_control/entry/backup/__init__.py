"""An installation in one file: its database and its generated secrets, and back again."""
