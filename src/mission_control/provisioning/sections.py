"""Mission Control's section in a file that is somebody else's: between two marks that name whose it is. Pure.

Of an agent that was adopted nothing else is written. Outside of the marks every byte stays, and taking the section out
leaves the file as it was before the section came.
"""

import re

BEGIN, END = "<!-- mission-control:begin {} -->", "<!-- mission-control:end {} -->"
_MARK = "<!-- mission-control:"
_ANY = re.compile(r"<!-- mission-control:begin (\S{1,100}) -->")


def framed(owner: str, text: str) -> str:
    # What people have written is in the text, and may look like a mark.
    inside = text.strip().replace(_MARK, _MARK.replace(":", " "))
    return f"{BEGIN.format(owner)}\n{inside}\n{END.format(owner)}"


def owners(whole: str | None) -> list[str]:
    """Whose sections there are in a file."""
    found = dict.fromkeys(_ANY.findall(whole or ""))
    return [owner for owner in found if section_of(whole, owner) is not None]


def section_of(whole: str | None, owner: str) -> str | None:
    """The section with its marks; None where there is none, or one of its marks is gone."""
    place = _place(whole or "", owner)
    return (whole or "")[place] if place else None


def placed(whole: str | None, owner: str, section: str) -> str:
    """The file with this section in place of the present one, or else at its end."""
    text = whole or ""
    if place := _place(text, owner):
        return text[: place.start] + section + text[place.stop :]
    return f"{text}\n{section}\n" if text else f"{section}\n"


def without(whole: str, owner: str) -> str:
    """The file without the section, and without the line ends that came with it."""
    place = _place(whole, owner)
    if place is None:
        return whole
    return whole[: place.start].removesuffix("\n") + whole[place.stop :].removeprefix("\n")


def without_others(whole: str | None, owner: str) -> str | None:
    for other in owners(whole):
        if whole and other != owner:
            whole = without(whole, other)
    return whole


def _place(whole: str, owner: str) -> slice | None:
    """The last one: where somebody has copied it, that is the one that we go on with."""
    begin, end = BEGIN.format(owner), END.format(owner)
    start = whole.rfind(begin)
    stop = whole.find(end, start) if start >= 0 else -1
    return slice(start, stop + len(end)) if stop >= 0 else None
