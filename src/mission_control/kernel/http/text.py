"""Text as it may come in: bounded, and storable by both databases."""

from typing import Annotated

from pydantic import AfterValidator, StringConstraints


def _storable(value: str) -> str:
    if "\x00" in value:
        raise ValueError("text cannot contain NUL characters")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValueError("text cannot contain lone surrogates") from None
    return value


def _not_blank(value: str) -> str:
    # Not a length of the schema: clients of the reference, whose document has none, would call that tighter.
    if not value:
        raise ValueError("write at least one character that is not a space")
    return value


Storable = AfterValidator(_storable)
PlainText = Annotated[str, Storable]
Name = Annotated[str, StringConstraints(max_length=1_000), Storable]
RequiredName = Annotated[
    str, StringConstraints(max_length=200, strip_whitespace=True), AfterValidator(_not_blank), Storable
]
ShortText = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True), Storable]
LongText = Annotated[str, StringConstraints(max_length=100_000), Storable]
RequiredText = Annotated[
    str, StringConstraints(max_length=100_000, strip_whitespace=True), AfterValidator(_not_blank), Storable
]
