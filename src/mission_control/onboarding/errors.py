"""What is refused about interviews, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, NotFound, Unprocessable


class NotStarted(NotFound):
    code = "onboarding_not_started"

    def __init__(self) -> None:
        super().__init__("there is no interview of this board yet; start one")


class NobodyAsks(Unprocessable):
    """The board is on no gateway, so that there is no agent to lead the interview."""

    code = "gateway_required"

    def __init__(self) -> None:
        super().__init__(
            "gateway_id: an interview is led by the agent of a gateway, and this board is on none;"
            " put the board on a gateway, or set its goal by hand"
        )


class AlreadyConfirmed(Conflict):
    code = "onboarding_confirmed"


class NoDraft(Conflict):
    code = "onboarding_no_draft"

    def __init__(self) -> None:
        super().__init__("there is no draft to confirm yet; answer the questions, or write the draft yourself")


class UnfitDraft(Unprocessable):
    """The draft was stored when less was asked of drafts than is now."""

    code = "onboarding_draft_invalid"


class AlreadyAnswered(Conflict):
    code = "onboarding_answered"

    def __init__(self) -> None:
        super().__init__("the question is answered already; wait for what the agent says next")


class Superseded(Conflict):
    code = "onboarding_superseded"

    def __init__(self) -> None:
        super().__init__("this interview is over, a newer one was started; stop, and answer that one when asked")


class TooLong(Conflict):
    code = "onboarding_too_long"
