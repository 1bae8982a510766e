"""A language model for the gateway under test: it answers as its last message asks, and costs nothing.

`say this: TEXT` is answered with TEXT, `run this: COMMAND` by running it. Where it is told to follow AGENTS.md it runs
the first call that this file names, with what the file says about where and by which token. Told that its turn was
interrupted it goes on with what it was asked before. Everything else is answered with `understood`.
"""

from __future__ import annotations

import json
import re
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from uuid import uuid4

WANTED = re.compile(r"say this: ([^\n]+)")
RUN = re.compile(r"run this: ([^\n]+)")
FOLLOW = re.compile(r"AGENTS\.md")
SETTINGS = re.compile(r"^(API=\S+)$|^(BOARD=\S+)$|^(AUTH=.*)$", re.MULTILINE)
FIRST_CALL = re.compile(r"^curl -s .*$", re.MULTILINE)
INTERNAL = "<<<BEGIN_OPENCLAW_INTERNAL"
"""How messages begin that the gateway adds to those of people."""
GO_ON = "[System] Your previous turn was interrupted"
"""How the message begins with which a gateway goes on with a turn after it was killed."""


class ScriptedModel:
    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.answers = threading.Event()
        """While it is not set, the model thinks: turns last."""
        self.answers.set()
        model = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
                pass

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                model.calls.append(body)
                model.answers.wait(300)
                kind, answer = _completion(body)
                # Whoever asked may have been stopped meanwhile.
                with suppress(ConnectionError):
                    self.send_response(200)
                    self.send_header("content-type", kind)
                    self.send_header("content-length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def about(self, word: str) -> list[dict[str, Any]]:
        """The calls in which a word stands, an id for example: turns of other tests may end late."""
        return [call for call in tuple(self.calls) if word in json.dumps(call)]

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def _completion(body: dict[str, Any]) -> tuple[str, bytes]:
    message, reason = _message(body)
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    about = {"id": "completion", "created": 0, "model": body["model"]}
    if not body.get("stream"):
        choice = {"index": 0, "message": message, "finish_reason": reason}
        whole = about | {"object": "chat.completion", "choices": [choice], "usage": usage}
        return "application/json", json.dumps(whole).encode()
    about["object"] = "chat.completion.chunk"
    parts: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": message, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": reason}]},
        {"choices": [], "usage": usage},
    ]
    lines = [f"data: {json.dumps(about | part)}\n\n" for part in parts]
    return "text/event-stream", "".join([*lines, "data: [DONE]\n\n"]).encode()


def _message(body: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """What the model says, or the tool that it calls, and why it ends there."""
    asked = _gone_on_with([message for message in body["messages"] if not _is_internal(message)])
    last = asked[-1] if asked else {}
    if command := _command(body, last):
        function = {"name": "exec", "arguments": json.dumps({"command": command})}
        call = {"index": 0, "id": f"call_{uuid4().hex[:8]}", "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
    spoken = [_text(message["content"]) for message in asked if message["role"] == "user"]
    wanted = WANTED.findall(spoken[-1]) if spoken else []
    return {"role": "assistant", "content": wanted[-1] if wanted else "understood"}, "stop"


def _gone_on_with(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Told to go on where it was, the model is where it was before."""
    return asked[:-1] if asked and _text(asked[-1]["content"]).startswith(GO_ON) else asked


def _command(body: dict[str, Any], last: dict[str, Any]) -> str | None:
    """What is to be run, where the last message asks for that."""
    said = _text(last["content"]) if last.get("role") == "user" else ""
    if FOLLOW.search(said):
        return _first_call(body)
    wanted = RUN.findall(said)
    return str(wanted[-1]) if wanted else None


def _first_call(body: dict[str, Any]) -> str:
    """What the agent's file tells it to do when it is woken; the file is part of what the model is given to read."""
    given = "\n".join(_text(message["content"]) for message in body["messages"] if message["role"] != "user")
    lines = [line for found in SETTINGS.findall(given) for line in found if line]
    call = FIRST_CALL.search(given)
    return "\n".join([*lines, call[0] if call else "echo nothing to follow"])


def _is_internal(message: dict[str, Any]) -> bool:
    return message["role"] == "user" and _text(message["content"]).lstrip().startswith(INTERNAL)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [])
