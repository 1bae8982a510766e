"""Who may call a route, as a value: declared once, enforced by the router, published in the API document."""

from dataclasses import dataclass
from enum import StrEnum

from mission_control.kernel.http.errors import Forbidden
from mission_control.kernel.security.principals import AgentKind, AgentPrincipal, Principal, Role, UserPrincipal


class InsufficientScope(Forbidden):
    """Of an API key; its owner may do more."""

    code = "insufficient_scope"


class UserLevel(StrEnum):
    """What a person must be; each of the first four levels includes the ones below it."""

    USER = "user"
    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"
    INSTALLATION = "installation"
    """Who sees to the installation: what belongs to it is no organization's."""

    def admits(self, who: UserPrincipal) -> bool:
        if self is UserLevel.INSTALLATION:
            return who.runs_installation
        if self is UserLevel.OWNER:
            return who.role is Role.OWNER
        return self is not UserLevel.ADMIN or who.role.is_admin


ANY_AGENT = frozenset(AgentKind)
LEAD = frozenset({AgentKind.LEAD})
MAIN = frozenset({AgentKind.MAIN})
BOARD_AGENTS = frozenset({AgentKind.LEAD, AgentKind.WORKER})


@dataclass(frozen=True, slots=True)
class Access:
    """Which people and which agents a route admits; nobody when both are left out.

    `board` says which right is needed on the board that the request names, or on the board of the agent that it names;
    the features check it, because only they know boards.
    """

    user: UserLevel | None = None
    agent: frozenset[AgentKind] = frozenset()
    board: str | None = None
    public: bool = False
    in_person: bool = False
    """Only for who has signed in: an API key must not reach beyond itself."""

    def admits(self, principal: Principal) -> bool:
        if isinstance(principal, AgentPrincipal):
            return principal.kind in self.agent
        return self.user is not None and self.user.admits(principal)

    def require(self, principal: Principal, *, writes: bool) -> None:
        """Raises Forbidden for a principal that is not admitted, InsufficientScope where an API key is the reason."""
        key = None if isinstance(principal, AgentPrincipal) else principal.key
        if key is not None and self.in_person:
            raise InsufficientScope("an API key cannot do this; sign in to do it yourself")
        if key is not None and writes and not key.writes:
            raise InsufficientScope("this API key may read only; use one with the scope write")
        if not self.admits(principal):
            if key is not None and self.user is not None:
                raise InsufficientScope(
                    "this API key does not reach so far: it has not the scope, or its owner the role"
                )
            raise Forbidden

    @property
    def roles(self) -> list[str]:
        """For the API document: `public`, or the people and agents admitted."""
        if self.public:
            return ["public"]
        people = [self.user.value] if self.user else []
        return people + sorted(f"agent-{kind.value}" for kind in self.agent)


PUBLIC = Access(public=True)
