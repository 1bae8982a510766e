"""The caller's own account."""

from typing import cast

from mission_control.identity import service
from mission_control.identity.models import User
from mission_control.identity.schemas import UserRead, UserUpdate
from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1")
PERSON = Access(user=UserLevel.USER)
# Who acts by a key must not choose what its owner is called.
IN_PERSON = Access(user=UserLevel.USER, in_person=True)


@router.declare("POST", "/auth/bootstrap", access=PERSON, tags=["auth"], response_model=UserRead, name="bootstrap_user")
def bootstrap_user(who: CurrentPrincipal, uow: Read) -> User:
    """Sign in: makes the account and a personal organization on the first call, and answers with the account."""
    return service.get(uow, cast(UserPrincipal, who))


@router.declare("GET", "/users/me", access=PERSON, tags=["users"], response_model=UserRead)
def get_me(who: CurrentPrincipal, uow: Read) -> User:
    """The caller's account."""
    return service.get(uow, cast(UserPrincipal, who))


@router.declare("PATCH", "/users/me", access=IN_PERSON, tags=["users"], response_model=UserRead)
def update_me(body: UserUpdate, who: CurrentPrincipal, uow: Write) -> User:
    """Change the caller's profile."""
    return service.update(uow, cast(UserPrincipal, who), body)
