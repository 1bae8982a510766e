"""Tokens that are almost right, or right in another place. Seeded, from tokens that are valid."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator, Sequence
from urllib.parse import quote
from uuid import uuid4

PRINTED = (*range(0x21, 0x7F), *range(0x80, 0x100))
"""What a header may hold; the rest is refused by the server's parser before the product sees it."""
Change = Callable[[str, str, random.Random], str]
"""(a valid token, another one, chance)"""


def _put(text: str, place: int, instead: str) -> str:
    return text[:place] + instead + text[place + 1 :]


def _jwt(header: object, chance: random.Random) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    claims = {"sub": "local-auth-user", "exp": chance.randrange(2**34), "iss": "https://evil.example"}
    return f"{part(header)}.{part(claims)}.{'' if chance.random() < 0.5 else part('signature')}"


CHANGES: tuple[Change, ...] = (
    lambda it, _other, chance: it[: chance.randrange(1, len(it))],
    lambda it, _other, chance: it[chance.randrange(1, len(it)) :],
    lambda it, _other, chance: _put(it, chance.randrange(len(it)), chance.choice("-~!*€ÿ")),
    lambda it, _other, chance: _put(it, chance.randrange(len(it)), ""),
    lambda it, _other, chance: it + chance.choice(["a", "=", "\xa0b", "%00", "\\0", ".x", "_x", ";x", ",x", "'", '"']),
    lambda it, _other, chance: chance.choice(["a", "=", "'", '"', "Bearer ", "Basic ", "bearer:"]) + it,
    lambda it, _other, _chance: it.swapcase(),
    lambda it, _other, _chance: it[::-1],
    lambda it, other, _chance: f"{it} {other}",
    lambda it, other, _chance: f"{it},{other}",
    lambda it, other, chance: it[: (place := chance.randrange(1, len(it)))] + other[place:] + "x",
    lambda it, other, _chance: "_".join([*it.split("_")[:-1], other.split("_")[-1], "x"]),
    lambda it, other, _chance: "_".join([other.split("_")[0], *it.split("_")[1:], "x"]),
    lambda it, _other, _chance: base64.b64encode(f"user:{it}".encode()).decode(),
    lambda it, _other, _chance: quote(it, safe="").replace("a", "%61") + "%20",
    lambda it, _other, chance: it.replace(it[chance.randrange(len(it))], "\u0430", 1).encode().decode("latin-1"),
    lambda it, _other, chance: it * chance.randrange(2, 40),
    lambda _it, _other, chance: chance.choice(
        ["null", "undefined", "true", "[]", "{}", "0", "*", "%", "_", "..", "admin"]
    ),
    lambda _it, _other, chance: "' OR '1'='1" + "-" * chance.randrange(5),
    lambda _it, _other, chance: chance.choice(["mca_", "mck_", "mcs_", "mc_"]) + uuid4().hex + "_" + "A" * 43,
    lambda _it, _other, chance: "x" * chance.choice([1, 43, 64, 255, 4_096, 15_000]),
    lambda _it, _other, chance: "".join(chr(chance.choice(PRINTED)) for _ in range(chance.randrange(1, 200))),
    lambda _it, _other, chance: _jwt({"alg": chance.choice(["none", "None", "HS256", "RS256", ""])}, chance),
    lambda _it, _other, chance: _jwt({"alg": "RS256", "kid": "../../dev/null", "jku": "https://evil.example"}, chance),
    lambda _it, _other, chance: _jwt(chance.choice([None, [], "x", 7, {"alg": None}, {"alg": ["none"]}]), chance),
)


def hostile(valid: Sequence[str], number: int, seed: int = 4) -> Iterator[str]:
    """So many tokens, each of them nobody's."""
    chance = random.Random(seed)
    for turn in range(number):
        token, other = chance.sample(list(valid), 2)
        changed = CHANGES[turn % len(CHANGES)](token, other, chance)
        if changed.strip() not in valid:
            yield changed
