"""The account at the identity provider goes after ours has gone: asked for until the provider says that it is gone."""

from urllib.parse import quote

from mission_control.identity.models import User
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.fetching import FetchFailed, fetch
from mission_control.kernel.jobs.registry import Finish, errand
from mission_control.kernel.logging import get_logger

SECONDS = 10.0
MAX_BYTES = 512 * 1024
ATTEMPTS = 14
"""An hour of a provider that is away; after that it is a job that gave up, which can be retried."""
GONE = 404

logger = get_logger(__name__)


def leave_provider(uow: UnitOfWork, user: User) -> None:
    """Have Clerk delete the account as well, once this transaction has committed; nothing in other modes."""
    settings = environment_of(uow.db).settings
    if settings.auth_mode == "clerk" and settings.clerk_delete_accounts:
        uow.defer(delete_at_clerk, key=f"leaving:{user.external_id}", external_id=user.external_id)


@errand("identity.delete_at_clerk", max_attempts=ATTEMPTS)
def delete_at_clerk(database: Database, external_id: str) -> Finish:
    """Raises FetchFailed, so that it is tried again."""
    with database.read() as uow:
        settings = environment_of(uow.db).settings
    headers = {"Authorization": f"Bearer {settings.clerk_secret_key}"}
    address = f"{settings.clerk_api_url}/users/{quote(external_id, safe='')}"
    try:
        fetch(address, seconds=SECONDS, max_bytes=MAX_BYTES, method="DELETE", headers=headers)
    except FetchFailed as failure:
        if failure.status != GONE:
            raise
    logger.info("identity.deleted_at_provider")
    return lambda _uow: None
