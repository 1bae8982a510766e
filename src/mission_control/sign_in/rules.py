"""What the claims of an identity provider say of a person. Pure."""

from collections.abc import Mapping
from typing import Any

from mission_control.kernel.http.text import in_one_line, is_seen
from mission_control.kernel.security.principals import KnownPerson, Role

Claims = Mapping[str, Any]
OIDC_PREFIX = "oidc:"
"""Before the subject in the names of people: no provider can name somebody of another sign-in mode."""
MAX_TEXT = 200
MAX_EMAIL = 254


def person_of_clerk(claims: Claims) -> KnownPerson:
    return KnownPerson(_clerk_name(claims["sub"]), _clerk_email(claims), _name(claims))


def with_profile(person: KnownPerson, profile: Any) -> KnownPerson:
    """What Clerk's own record of a person adds; it goes before what a token says."""
    if not isinstance(profile, Mapping):
        return person
    primary = _primary(profile)
    if primary is None:
        email = person.email
    else:
        # Whatever the token says of an address that Clerk itself has not verified.
        verification = primary.get("verification")
        verified = isinstance(verification, Mapping) and verification.get("status") == "verified"
        email = _email(primary.get("email_address")) if verified else None
    return KnownPerson(person.external_id, email, _name(profile) or person.name, person.role)


def person_of_oidc(
    claims: Claims, *, trust_email: bool, role_claim: str, roles: Mapping[str, Role], more: Claims | None = None
) -> KnownPerson:
    """`more` are claims of the user-info endpoint, which fill what the token leaves out."""
    said = {**(more or {}), **claims}
    verified = said.get("email_verified", trust_email) in (True, "true")
    email = _email(said.get("email")) if verified else None
    return KnownPerson(f"{OIDC_PREFIX}{claims['sub']}", email, _name(said), role_of(said, role_claim, roles))


def role_of(claims: Claims, path: str, roles: Mapping[str, Role]) -> Role | None:
    """The highest role that the claim gives; `realm_access.roles` is a claim within a claim."""
    found: Any = claims.get(path)
    if found is None:
        found = claims
        for part in path.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    named = found if isinstance(found, list) else [found]
    given = {roles[it] for it in named if isinstance(it, str) and it in roles}
    return next((role for role in (Role.OWNER, Role.ADMIN, Role.MEMBER) if role in given), None)


def roles_of(text: str) -> dict[str, Role]:
    """`mc-admins=admin, mc-people=member` as a table; without one the roles' own names. Raises ValueError."""
    entries = [entry.rpartition("=") for entry in text.split(",") if entry.strip()]
    if not entries:
        return {role.value: role for role in Role}
    if any(not name.strip() for name, _, _ in entries):
        raise ValueError("write name=role")
    return {name.strip(): Role(role.strip()) for name, _, role in entries}


def _clerk_name(subject: str) -> str:
    # Names with a colon are ours: services and people of other modes.
    return subject.replace(":", "_")


def _clerk_email(claims: Claims) -> str | None:
    """A token that does not say that the address was verified leaves the word to Clerk's record of the person."""
    if claims.get("email_verified") not in (True, "true"):
        return None
    for name in ("email", "email_address", "primary_email_address"):
        if found := _email(claims.get(name)):
            return found
    return _listed_email(claims)


def _listed_email(claims: Claims) -> str | None:
    entries = claims.get("email_addresses")
    if not isinstance(entries, list) or not entries:
        return None
    primary = claims.get("primary_email_address_id")
    chosen = next((it for it in entries if isinstance(it, Mapping) and it.get("id") == primary), entries[0])
    return _email(chosen.get("email_address") if isinstance(chosen, Mapping) else chosen)


def _primary(profile: Claims) -> Claims | None:
    """The entry of the address that a person goes by."""
    entries = profile.get("email_addresses")
    chosen = profile.get("primary_email_address_id")
    listed = [entry for entry in entries if isinstance(entry, Mapping)] if isinstance(entries, list) else []
    return next((entry for entry in listed if chosen is not None and entry.get("id") == chosen), None)


def _email(value: Any) -> str | None:
    text = _text(value, MAX_EMAIL)
    return text.lower() if text and "@" in text else None


def _name(claims: Claims) -> str | None:
    if whole := _words(claims.get("name")) or _words(claims.get("full_name")):
        return whole
    first = _words(claims.get("given_name")) or _words(claims.get("first_name"))
    last = _words(claims.get("family_name")) or _words(claims.get("last_name"))
    known_as = _words(claims.get("preferred_username"))
    # Some providers put the address there, which is no name.
    return _text(" ".join(filter(None, (first, last))), MAX_TEXT) or (
        None if known_as and "@" in known_as else known_as
    )


def _words(value: Any) -> str | None:
    """Text in one line of which something can be seen: names stand within sentences."""
    text = in_one_line(_text(value, MAX_TEXT) or "")
    return text if is_seen(text) else None


def _text(value: Any, longest: int) -> str | None:
    """Text that can be stored; None for anything else."""
    if not isinstance(value, str) or "\x00" in value or len(value) > longest:
        return None
    return value.encode("utf-8", "replace").decode().strip() or None
