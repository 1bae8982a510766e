"""The client of the OpenClaw gateway protocol: sockets, frames and words. Knows no database and no web framework."""
