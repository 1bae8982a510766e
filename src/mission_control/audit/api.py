"""What the command line, and what brings logs over, may use of the audit log."""

from mission_control.audit.exporting import Format, export
from mission_control.audit.queries import Filters, Scope, sealed_organizations
from mission_control.audit.reading import words
from mission_control.audit.sealing import seal
from mission_control.audit.verifying import Piece, verify

__all__ = ["Filters", "Format", "Piece", "Scope", "export", "seal", "sealed_organizations", "verify", "words"]
