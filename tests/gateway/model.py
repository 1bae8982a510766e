"""A language model for the gateway under test: it answers as its last message asks, and costs nothing.

`say this: TEXT` is answered with TEXT, `run this: COMMAND` by running it. Where it is told to follow AGENTS.md it runs
the first call that this file names, with what the file says about where and by which token, and with some tasks those
after it (see `crew`). Told that its turn was
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

from tests.gateway.crew import next_call

WANTED = re.compile(r"say this: ([^\n]+)")
RUN = re.compile(r"run this: ([^\n]+)")
FOLLOW = re.compile(r"AGENTS\.md")
GIVEN = {"system", "developer"}
CHARACTERS_PER_TOKEN = 3.2
"""Of what a model is given here: much of it is JSON and addresses."""
INTERNAL = "<<<BEGIN_OPENCLAW_INTERNAL"
"""How messages begin that the gateway adds to those of people."""
GO_ON = "[System] Your previous turn was interrupted"
"""How the message begins with which a gateway goes on with a turn after it was killed."""


class ScriptedModel:
    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        self.texts: list[str] = []
        """The same as they came."""
        self.answers = threading.Event()
        """While it is not set, the model thinks: turns last."""
        self.answers.set()
        model = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
                pass

            def do_POST(self) -> None:
                text = self.rfile.read(int(self.headers["content-length"])).decode()
                body = json.loads(text)
                model.texts.append(text)
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
        return [json.loads(text) for text in tuple(self.texts) if word in text]

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
    if command := _command(body, asked):
        function = {"name": "exec", "arguments": json.dumps({"command": command})}
        call = {"index": 0, "id": f"call_{uuid4().hex[:8]}", "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}, "tool_calls"
    spoken = [_text(message["content"]) for message in asked if message["role"] == "user"]
    wanted = WANTED.findall(spoken[-1]) if spoken else []
    return {"role": "assistant", "content": wanted[-1] if wanted else "understood"}, "stop"


def _gone_on_with(asked: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Told to go on where it was, the model is where it was before."""
    return asked[:-1] if asked and _text(asked[-1]["content"]).startswith(GO_ON) else asked


def _command(body: dict[str, Any], asked: list[dict[str, Any]]) -> str | None:
    """What is to be run, where the last message asks for that, or where its answer leads on."""
    begun = next((at for at in reversed(range(len(asked))) if asked[at]["role"] == "user"), None)
    if begun is None:
        return None
    said, turn = _text(asked[begun]["content"]), asked[begun + 1 :]
    if FOLLOW.search(said):
        given = "\n".join(_text(message["content"]) for message in body["messages"] if message["role"] in GIVEN)
        answers = [_text(message["content"]) for message in turn if message["role"] == "tool"]
        return next_call(given, _calls(turn), _calls(asked[:begun]), answers)
    wanted = RUN.findall(said)
    return str(wanted[-1]) if wanted and not turn else None


def _calls(messages: list[dict[str, Any]]) -> list[str]:
    return [
        str(call["function"]["arguments"])
        for message in messages
        if message["role"] == "assistant"
        for call in message.get("tool_calls") or []
    ]


def _is_internal(message: dict[str, Any]) -> bool:
    return message["role"] == "user" and _text(message["content"]).lstrip().startswith(INTERNAL)


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [])
