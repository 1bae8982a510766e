"""Bringing an installation of the reference over: its PostgreSQL database is read, and nothing is written to it."""
