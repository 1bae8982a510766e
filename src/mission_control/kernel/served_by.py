"""By what a server of Mission Control is told from the gateway that somebody takes it for."""

HEADER, NAME = "x-served-by", "mission-control"
"""Of answers to whoever asks for another protocol than HTTP."""
