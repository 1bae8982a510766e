"""The units are ones that systemd accepts, shut in, and patient enough for the product to stop in peace."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from mission_control.entry.cli.telling import BAD_CONFIGURATION
from tests.support.deploy import (
    DEPLOY,
    SERVER_STOPS_WITHIN,
    SETTINGS,
    WORKER_STOPS_WITHIN,
    accept,
    assignments,
    understand,
)

FOLDER = DEPLOY / "systemd"
PROGRAM = "/opt/mission-control/bin/mission-control"
SERVER, WORKER, BACKUP = "mission-control.service", "mission-control-worker@.service", "mission-control-backup.service"
SERVICES = (SERVER, WORKER, BACKUP)
TIMER = "mission-control-backup.timer"

SHUT_IN = {
    "UMask": "0077",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "AmbientCapabilities": "",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "ProtectProc": "invisible",
    "ProcSubset": "pid",
    "ProtectClock": "yes",
    "ProtectControlGroups": "yes",
    "ProtectHostname": "yes",
    "ProtectKernelLogs": "yes",
    "ProtectKernelModules": "yes",
    "ProtectKernelTunables": "yes",
    "PrivateDevices": "yes",
    "PrivateTmp": "yes",
    "PrivateUsers": "yes",
    "RemoveIPC": "yes",
    "RestrictAddressFamilies": "AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces": "yes",
    "RestrictRealtime": "yes",
    "RestrictSUIDSGID": "yes",
    "LockPersonality": "yes",
    "MemoryDenyWriteExecute": "yes",
    "SystemCallArchitectures": "native",
    "SystemCallFilter": "@system-service ~@privileged @resources",
    "SystemCallErrorNumber": "EPERM",
}
# A misspelt directive is no error to systemd: it says so in its log and goes on without the protection.
DIRECTIVES = {
    "Unit": {"Description", "After", "Wants"},
    "Service": {
        *("Type", "User", "Group", "Environment", "EnvironmentFile", "WorkingDirectory", "StateDirectory"),
        *("StateDirectoryMode", "ExecStart", "TimeoutStopSec", "TimeoutStartSec", "Restart", "RestartSec"),
        *("RestartPreventExitStatus", "LimitNOFILE", "Nice", "IOSchedulingClass"),
        *SHUT_IN,
    },
    "Timer": {"OnCalendar", "RandomizedDelaySec", "Persistent"},
    "Install": {"WantedBy"},
}

Unit = dict[str, dict[str, str]]


def load(name: str) -> Unit:
    """The sections of a unit; a directive that is given again adds to what it had."""
    unit: Unit = {}
    section: dict[str, str] = {}
    for line in (FOLDER / name).read_text().splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            assert heading[1] not in unit
            section = unit[heading[1]] = {}
        elif line and not line.startswith("#"):
            key, equals, value = line.partition("=")
            assert equals, line
            section[key] = f"{section[key]} {value}" if key in section else value
    return unit


@pytest.mark.parametrize("name", [*SERVICES, TIMER])
def test_every_directive_is_one_that_systemd_knows(name: str):
    for section, directives in load(name).items():
        assert set(directives) <= DIRECTIVES[section]


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_shut_in(name: str):
    service = load(name)["Service"]
    assert {key: service.get(key) for key in SHUT_IN} == SHUT_IN
    assert service["User"] == service["Group"] == "mission-control"


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_runs_a_command_of_the_product_on_folders_that_systemd_makes(name: str):
    service = load(name)["Service"]
    program, *words = service["ExecStart"].split()
    assert program == PROGRAM
    understand(words)
    settings = dict(pair.split("=", 1) for pair in service["Environment"].split())
    accept(settings)
    folders = {f"/var/lib/{folder}" for folder in service["StateDirectory"].split()}
    assert {settings["DATA_DIR"], service["WorkingDirectory"]} <= folders
    assert {word for word in words if word.startswith("/")} <= folders
    assert service["StateDirectoryMode"] == "0700"


@pytest.mark.parametrize(("name", "needed"), [(SERVER, SERVER_STOPS_WITHIN), (WORKER, WORKER_STOPS_WITHIN)])
def test_a_service_comes_back_by_itself_and_is_given_the_time_to_stop(name: str, needed: float):
    service = load(name)["Service"]
    assert int(service["TimeoutStopSec"]) > needed
    assert service["Restart"] == "on-failure"
    assert service["RestartPreventExitStatus"] == str(BAD_CONFIGURATION)
    # Five starts within ten seconds would be the last ones.
    assert int(service["RestartSec"]) * 5 > 10


def test_the_timer_starts_the_backup_at_the_times_of_a_calendar():
    assert (FOLDER / TIMER).with_suffix(".service").is_file()
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", load(TIMER)["Timer"]["OnCalendar"])
    assert "Install" not in load(BACKUP)


def test_the_example_names_settings_and_holds_no_secret():
    example = assignments(FOLDER / "mission-control.env.example")
    assert set(example) <= SETTINGS
    assert not any(example[name] for name in ("LOCAL_AUTH_TOKEN", "SECRET_KEY", "DATABASE_URL"))
    account = (FOLDER / "mission-control.sysusers.conf").read_text().splitlines()[-1].split()
    assert account[:2] == ["u", "mission-control"]


def test_systemd_itself_finds_nothing_to_complain_about(tmp_path: Path):
    """Where systemd is installed; what it would say elsewhere is held by the tests above."""
    analyze = shutil.which("systemd-analyze")
    units = [tmp_path / name.replace("@.", "@1.") for name in (*SERVICES, TIMER)]
    for unit in units:
        text = (FOLDER / unit.name.replace("@1.", "@.")).read_text()
        # It wants to see the program.
        unit.write_text(text.replace(PROGRAM, "/bin/true"))
    if analyze:
        done = subprocess.run(
            [analyze, "verify", "--man=no", *map(str, units)], check=False, capture_output=True, text=True
        )
        ours = [line for line in done.stderr.splitlines() if "mission-control" in line]
        assert (done.returncode, ours) == (0, []), done.stderr
