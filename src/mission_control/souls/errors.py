"""What is refused about souls, and what does not work, as the caller is told."""

from http import HTTPStatus

from mission_control.kernel.http.errors import ApiError, Unprocessable


class BadName(Unprocessable):
    code = "bad_soul_name"


class BlankSoul(Unprocessable):
    code = "blank_soul"


class DirectoryFailed(ApiError):
    """The public directory cannot be reached, or has no such soul."""

    status = HTTPStatus.BAD_GATEWAY
    code = "souls_directory_failed"
    retryable = True
