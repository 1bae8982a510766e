"""What other features may know of approvals."""

from mission_control.approvals.models import Approval, ApprovalStatus, ApprovalTaskLink
from mission_control.approvals.queries import pending_longest
from mission_control.approvals.reading import newest_of_board, read_models
from mission_control.approvals.schemas import ApprovalRead

__all__ = [
    "Approval",
    "ApprovalRead",
    "ApprovalStatus",
    "ApprovalTaskLink",
    "newest_of_board",
    "pending_longest",
    "read_models",
]
