"""`mission-control doctor`: looks at everything an installation needs and changes nothing."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from mission_control.entry.cli.doctor import database, machine, network, variables
from mission_control.entry.cli.doctor.finding import Finding, State, broken, ok
from mission_control.kernel.http.middleware import cors_middleware_options
from mission_control.kernel.settings import Settings, SettingsError, load_settings

_MARKS = {State.OK: "ok     ", State.WARNING: "warning", State.BROKEN: "BROKEN "}


def examine() -> list[Finding]:
    """All findings, in the order in which faults are best mended."""
    # What a library logs about a fault would stand between the findings that say it.
    logging.disable(logging.CRITICAL)
    try:
        return list(_findings())
    finally:
        logging.disable(logging.NOTSET)


def sound(findings: Sequence[Finding]) -> bool:
    return all(finding.state is not State.BROKEN for finding in findings)


def as_text(findings: Sequence[Finding]) -> str:
    lines = []
    for finding in findings:
        lines.append(f"{_MARKS[finding.state]}  {finding.check}: {finding.detail}")
        if finding.mend:
            lines.append(f"         → {finding.mend}")
    faults = sum(finding.state is State.BROKEN for finding in findings)
    warnings = sum(finding.state is State.WARNING for finding in findings)
    return "\n".join([*lines, "", f"{faults} broken, {warnings} warning(s), {len(findings)} checks."])


def as_json(findings: Sequence[Finding]) -> str:
    return json.dumps({"ok": sound(findings), "findings": [asdict(finding) for finding in findings]}, indent=2)


def _findings() -> Iterator[Finding]:
    yield from machine.versions()
    yield from machine.user_interface()
    try:
        settings = load_settings()
        cors_middleware_options(settings)
    except SettingsError as error:
        for line in str(error).splitlines():
            variable, _, mend = line.partition(": ")
            yield broken("settings", f"{variable or 'The configuration'} cannot be used.", mend)
        return
    yield ok("settings", _summary(settings))
    yield from variables.variables()
    yield from machine.data_folder(settings)
    yield from database.database(settings)
    yield from network.origins(settings)
    yield from network.redis(settings)
    yield from network.provider(settings)
    yield from network.port(settings)


def _summary(settings: Settings) -> str:
    database_kind = "SQLite" if settings.is_sqlite else "PostgreSQL"
    return f"All settings are valid: {settings.environment}, {database_kind}, {settings.public_url}."
