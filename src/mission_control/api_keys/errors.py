"""What is refused about API keys, as the caller is told."""

from mission_control.kernel.http.errors import Conflict, Unprocessable


class TooManyApiKeys(Conflict):
    code = "too_many_api_keys"


class UnknownKeyBoards(Unprocessable):
    code = "unknown_boards"


class ExpiryPast(Unprocessable):
    code = "expiry_past"
