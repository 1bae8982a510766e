"""Why something about skills is refused."""

from http import HTTPStatus

from mission_control.kernel.http.errors import ApiError, Conflict, Unprocessable


class SkillPackUrlRefused(ApiError):
    """The contract has this status for an address that the policy forbids."""

    status = HTTPStatus.BAD_REQUEST
    code = "skill_pack_url_refused"


class SkillPackUrlTaken(Conflict):
    code = "skill_pack_url_taken"


class SkillUrlRefused(Unprocessable):
    code = "skill_url_refused"


class SkillInstalled(Conflict):
    """A gateway has it, or is to have it."""

    code = "skill_installed"


class SkillOfPack(Conflict):
    """It is read with its pack."""

    code = "skill_of_pack"


class SyncNotReady(Conflict):
    """Not read yet, failed, applied already, or overtaken by a later one."""

    code = "skill_pack_sync_not_ready"


class SyncFailed(ApiError):
    status = HTTPStatus.BAD_GATEWAY
    code = "skill_pack_sync_failed"
    retryable = True
