"""What other features may know of approvals."""

from mission_control.approvals.elsewhere import EXEC, ask_for, settle
from mission_control.approvals.finality import Finality, tells_finality
from mission_control.approvals.models import Approval, ApprovalStatus, ApprovalTaskLink
from mission_control.approvals.queries import pending_longest
from mission_control.approvals.reading import newest_of_board, read_models
from mission_control.approvals.schemas import ApprovalRead

__all__ = [
    "EXEC",
    "Approval",
    "ApprovalRead",
    "ApprovalStatus",
    "ApprovalTaskLink",
    "Finality",
    "ask_for",
    "newest_of_board",
    "pending_longest",
    "read_models",
    "settle",
    "tells_finality",
]
