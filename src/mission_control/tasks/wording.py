"""How tasks, times and reasons are told in a sentence. Pure."""

from datetime import timedelta

from mission_control.kernel.http.text import is_seen


def shortened(words: str, most: int = 300) -> str:
    """On one line, and short enough for a card."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def why_once_more(sent_back: str | None, refused: str | None) -> str | None:
    """What whoever takes a task up has to know of how it came back."""
    words = [sent_back] if sent_back else []
    if refused:
        words.append(f"{'its' if words else 'Its'} last approval was {refused}")
    return "; ".join(words) or None


def called(title: str) -> str:
    """What has a blank title is called as on the pages."""
    return title if is_seen(title) else "Untitled"


def titles(names: tuple[str, ...], most: int = 3) -> str:
    """`“A”, “B” and 2 more`."""
    shown = ", ".join(f"“{called(name)}”" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def in_words(span: timedelta) -> str:
    """`45 minutes`, `3 hours`, `2 days`: the largest unit of which there are two or more."""
    minutes = max(int(span.total_seconds() // 60), 1)
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}"
    return "1 minute" if minutes == 1 else f"{minutes} minutes"
