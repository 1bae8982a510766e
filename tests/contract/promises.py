"""What the API document promises to clients, in short; `released.json` is what the last release has promised.

`make promise` writes that file anew, from the document of the checkout: at a release, and at no other time. A change in
between that breaks a promise fails `test_clients`, whatever else is generated with it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]

HERE = Path(__file__).parent
RELEASED = HERE / "released.json"
DOCUMENT = HERE.parents[1] / "web" / "openapi.json"
SENT, READ = "sent", "read"


def released() -> Json:
    promised: Json = json.loads(RELEASED.read_text())
    return promised


def promises_of(document: Json) -> Json:
    """Of operations their names, parameters, bodies and answers; of shapes their fields, and who fills them in."""
    found = {
        f"{method.upper()} {path}": _operation(operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    used = {SENT: set[str](), READ: set[str]()}
    for operation in found.values():
        _reach(document, operation["body"], used[SENT])
        for answer in operation["answers"].values():
            _reach(document, answer, used[READ])
    shapes = {
        name: {
            "used": [way for way, names in used.items() if name in names],
            "required": sorted(schema.get("required", [])),
            "fields": {field: _types(shape) for field, shape in sorted(schema.get("properties", {}).items())},
            "words": sorted(f"={word}" for word in schema.get("enum", [])),
        }
        for name, schema in sorted(document["components"]["schemas"].items())
    }
    return {"operations": found, "shapes": shapes}


def broken_promises(before: Json, after: Json) -> Iterator[str]:
    """What a client of the earlier promises would miss in the later ones, or could not know that it asks for."""
    for name, operation in before["operations"].items():
        now = after["operations"].get(name)
        broken = ["is gone"] if now is None else _changes_of_operation(operation, now)
        yield from (f"{name} {what}" for what in broken)
    for name, shape in before["shapes"].items():
        now = after["shapes"].get(name)
        broken = ["is gone"] if now is None else _changes_of_shape(shape, now)
        yield from (f"{name} {what}" for what in broken)


def _operation(operation: Json) -> Json:
    parameters = operation.get("parameters", [])
    return {
        "name": operation["operationId"],
        "takes": sorted(f"{item['in']} {item['name']}" for item in parameters),
        "demands": sorted(f"{item['in']} {item['name']}" for item in parameters if item.get("required")),
        "body": _content(operation.get("requestBody", {})),
        "answers": {
            status: _content(answer) for status, answer in sorted(operation["responses"].items()) if status < "4"
        },
        "refusals": sorted(status for status in operation["responses"] if status >= "4"),
    }


def _content(holder: Json) -> list[str]:
    """The types of what is sent or answered, by media type when that is not JSON."""
    content = holder.get("content", {})
    if not content:
        return []
    others = sorted(kind for kind in content if kind != "application/json")
    return others + _types(content.get("application/json", {}).get("schema", {}))


def _types(schema: Json) -> list[str]:
    forms = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return sorted({name for form in forms for name in _type(form)})


def _type(schema: Json) -> list[str]:
    if "$ref" in schema:
        return [schema["$ref"].rpartition("/")[2]]
    if schema.get("type") == "array":
        return [f"[{name}]" for name in _types(schema.get("items", {}))]
    words = [f"={word}" for word in schema.get("enum", [schema["const"]] if "const" in schema else [])]
    kind = schema.get("type")
    return words or [f"{kind}:{schema['format']}" if "format" in schema else kind or "any"]


def _reach(document: Json, types: list[str], reached: set[str]) -> None:
    """Add the shapes of these types, and those within them."""
    for name in (it.strip("[]") for it in types):
        schema = document["components"]["schemas"].get(name)
        if schema is not None and name not in reached:
            reached.add(name)
            for field in schema.get("properties", {}).values():
                _reach(document, _types(field), reached)


def _changes_of_operation(before: Json, now: Json) -> Iterator[str]:
    yield from (f"asks for {name}" for name in {*now["demands"]} - {*before["demands"]})
    yield from (f"does not take {name} any more" for name in {*before["takes"]} - {*now["takes"]})
    if before["name"] != now["name"]:
        yield "has another name"
    yield from (f"does not take {name} as its body" for name in {*before["body"]} - {*now["body"]})
    for status, types in before["answers"].items():
        if now["answers"].get(status) != types:
            yield f"does not answer {status} {types} any more"
    yield from (f"does not tell of {status} any more" for status in {*before["refusals"]} - {*now["refusals"]})


def _changes_of_shape(before: Json, now: Json) -> Iterator[str]:
    yield from (f"has no {name} any more" for name in before["fields"].keys() - now["fields"])
    if READ in before["used"]:
        yield from (f"may come without {name}" for name in {*before["required"]} - {*now["required"]})
    if SENT in before["used"]:
        yield from (f"requires {name}" for name in {*now["required"]} - {*before["required"]})
    common = [
        (name, {*types}, {*now["fields"][name]}) for name, types in before["fields"].items() if name in now["fields"]
    ]
    for name, types, later in [*common, ("its value", {*before["words"]}, {*now["words"]})]:
        lost = types - later if SENT in before["used"] else set()
        # Another word of a set is news, and no other shape.
        new = {it for it in later - types if not it.startswith("=")} if READ in before["used"] else set()
        yield from (f"does not take {name} as {what} any more" for what in sorted(lost))
        yield from (f"may answer {name} as {what}" for what in sorted(new))


def _written(promises: Json) -> str:
    """One line for each, so that a release shows what has changed."""
    parts = []
    for kind, things in promises.items():
        lines = ",\n".join(
            f"{json.dumps(name)}: {json.dumps(thing, separators=(',', ':'))}" for name, thing in things.items()
        )
        parts.append(f"{json.dumps(kind)}: {{\n{lines}\n}}")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    late = promises_of(json.loads(DOCUMENT.read_text()))
    for broken in broken_promises(released(), late) if RELEASED.exists() else ():
        sys.stdout.write(f"{broken}\n")
    RELEASED.write_text(_written(late))
