"""The recipe of the image, as far as it can be judged without an engine; tests/entry/test_wheel.py follows it."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import PurePosixPath

from tests.support.deploy import DEPLOY, ROOT, SETTINGS, Instruction, containerfile, understand

INSTRUCTIONS = list(containerfile())
IMAGE = [it for it in INSTRUCTIONS if it.stage == ""]
PLATFORM = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}


def named(word: str, among: list[Instruction] = INSTRUCTIONS) -> list[Instruction]:
    return [it for it in among if it.word == word]


def test_every_base_is_pinned_to_a_version():
    bases = [it.text.partition(" AS ")[0] for it in named("FROM")]
    assert len(bases) == 3
    assert all(re.fullmatch(r"[a-z]+:\d[\w.-]*", base) for base in bases), bases


def test_what_is_copied_is_in_the_repository_and_let_through():
    ignored = (ROOT / ".dockerignore").read_text().split()
    let_through = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert "*" in ignored
    stages = {it.stage for it in INSTRUCTIONS}
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    for copy in named("COPY"):
        origin, *sources = copy.words[:-1] if "--from" in copy.text else ["", *copy.words[:-1]]
        if origin:
            assert origin.removeprefix("--from=") in stages
            continue
        for source in sources:
            assert any(name == source or name.startswith(f"{source}/") for name in tracked), source
            assert PurePosixPath(source).parts[0] in let_through, source


def test_nothing_is_fetched_from_an_address_and_no_secret_gets_into_a_layer():
    assert not named("ADD")
    assert "://" not in (DEPLOY / "Containerfile").read_text().replace("http://127.0.0.1:", "")
    given = {name for it in named("ENV") + named("ARG") for name in re.findall(r"\b([A-Z_]+)=", it.text)}
    assert not given & {"LOCAL_AUTH_TOKEN", "SECRET_KEY", "DATABASE_URL"}


def test_it_runs_as_nobody_in_particular_over_a_volume_of_its_own():
    (user,) = named("USER", IMAGE)
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user.text)
    assert IMAGE.index(user) < IMAGE.index(named("ENTRYPOINT", IMAGE)[0])
    settings = dict(pair.split("=", 1) for it in named("ENV", IMAGE) for pair in it.words)
    assert set(settings) - PLATFORM <= SETTINGS
    assert settings["DATA_DIR"] == named("VOLUME", IMAGE)[0].text
    assert settings["PORT"] == named("EXPOSE", IMAGE)[0].text


def test_it_serves_unless_told_otherwise():
    assert json.loads(named("ENTRYPOINT", IMAGE)[0].text) == ["mission-control"]
    understand(json.loads(named("CMD", IMAGE)[0].text))
