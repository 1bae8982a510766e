"""Which agents of others stop running by themselves where ours come to. Pure.

A gateway runs all its agents at the default pace as long as no agent has a heartbeat of its own; with the first that
has one, only those that have run. Ours have one, so that they do not run at the default pace, which costs.
"""

import re
from collections.abc import Mapping
from typing import Any

OURS = re.compile(r"(mc-gateway|lead|mc)-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_OFF = re.compile(r"0+\s*(ms|s|m|h|d)?", re.IGNORECASE)
DEFAULT_AGENT = "main"


def stopped_by_ours(answer: Mapping[str, Any]) -> list[str]:
    """By the configuration as the gateway tells it: agents of others that run by themselves without ours."""
    agents = _object(_object(answer, "parsed") or _object(answer, "config"), "agents")
    entries = {name: it for name, it in _object(agents, "entries").items() if not OURS.fullmatch(name)}
    if any(_object(entries, name).get("heartbeat") for name in entries):
        # Somebody has decided that already.
        return []
    pace = _object(_object(agents, "defaults"), "heartbeat").get("every")
    if pace is not None and _OFF.fullmatch(str(pace).strip()):
        return []
    return sorted(entries) or [DEFAULT_AGENT]


def _object(there: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = there.get(name)
    return found if isinstance(found, Mapping) else {}
