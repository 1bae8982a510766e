"""Changes on top of a known state: `If-Match` with the version that an answer's `ETag` told."""

from typing import Protocol

from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import StaleVersion


class Versioned(Protocol):
    version: int


def etag(version: int) -> str:
    return f'"{version}"'


def parse_if_match(header: str | None) -> int | None:
    """The version asked for; None when the caller does not care. Raises StaleVersion for a tag that is none of ours."""
    if header is None or header.strip() == "*":
        return None
    number = header.strip().removeprefix("W/").strip('"')
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        raise StaleVersion("If-Match: send the ETag of the state that you have read")
    return int(number)


def require_version(uow: UnitOfWork, entity: Versioned) -> None:
    """Raises StaleVersion when the caller has read another version than the present one."""
    if uow.expected_version is not None and uow.expected_version != entity.version:
        raise StaleVersion(f"this is version {entity.version} by now; read it again and repeat the change")
