"""Sign-ins that failed: counted, so that who guesses is stopped, and told, so that somebody hears of it.

What is told is bounded for each address and altogether: a guesser decides how often, and must not fill the log.
"""

from dataclasses import dataclass, field
from typing import Never

from sqlalchemy.exc import SQLAlchemyError

from mission_control.identity.api import LOCAL_USER, installation_admins, known_as
from mission_control.kernel.db.session import Database, UnitOfWork
from mission_control.kernel.http.client_address import rate_limit_key
from mission_control.kernel.http.credentials import SettleFirst
from mission_control.kernel.http.errors import ApiError, TooManyRequests, Unauthorized
from mission_control.kernel.logging import get_logger
from mission_control.kernel.ratelimit import MemoryWindows, RateLimiter
from mission_control.sign_in.events import SignInRefused

TOLD_EACH = (1, 600)
"""Times and seconds for one address, of failures and of being stopped."""
TOLD_TOGETHER = (60, 3600)

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class FailedSignIns:
    """Failures are counted for each address, and a success never is."""

    database: Database
    limiter: RateLimiter
    rate: tuple[int, int]
    told: RateLimiter = field(default_factory=lambda: RateLimiter(MemoryWindows()))
    """Of this process, whatever counts the failures: it also bounds when Redis is away."""

    def counted(self, address: str, request_id: str | None, refusal: Unauthorized) -> Exception:
        """Count a failure; answers what is to be raised: the refusal, or TooManyRequests.

        It is SettleFirst, which ends in the same, when it is to be told: the request has a transaction of its own.
        """
        decision = self.limiter.hit("sign-in-attempt", self.rate, rate_limit_key(address))
        answer: ApiError = refusal if decision.allowed else TooManyRequests(headers=decision.headers())
        blocked = not decision.allowed
        if not self._is_to_be_told(address, blocked=blocked):
            return answer

        def settle() -> Never:
            self._tell(request_id, refusal.code, blocked=blocked)
            raise answer

        return SettleFirst(settle)

    def note(self, address: str, request_id: str | None, reason: str) -> None:
        """Tell of a failure that is counted elsewhere."""
        if self._is_to_be_told(address, blocked=False):
            self._tell(request_id, reason, blocked=False)

    def _is_to_be_told(self, address: str, *, blocked: bool) -> bool:
        key = f"{'blocked' if blocked else 'failed'}:{rate_limit_key(address)}"
        mine = self.told.hit("sign-in-told", TOLD_EACH, key)
        return mine.allowed and self.told.hit("sign-in-told", TOLD_TOGETHER, "all").allowed

    def _tell(self, request_id: str | None, reason: str, *, blocked: bool) -> None:
        try:
            with self.database.write(request_id=request_id) as uow:
                _emit(uow, reason, blocked=blocked)
        except SQLAlchemyError as error:
            # The sender is refused whether or not it could be written down.
            logger.warning("sign_in.failure_not_written", error=type(error).__name__)


def _emit(uow: UnitOfWork, reason: str, *, blocked: bool) -> None:
    """Where those act who see to the installation: nobody knows whom a stranger wanted to be."""
    watching = [*installation_admins(uow.db), known_as(uow.db, LOCAL_USER)]
    places = {user.active_organization_id for user in watching if user and user.active_organization_id}
    message = f"A sign-in failed ({reason})"
    if blocked:
        message = "Sign-ins failed so often from one address that it has to wait"
    for organization_id in sorted(places):
        uow.emit(SignInRefused(organization_id=organization_id, message=message, reason=reason, blocked=blocked))
