"""A language model for the gateway under test: it answers as its last message asks, and costs nothing.

`say this: TEXT` is answered with TEXT, everything else with `understood`.
"""

from __future__ import annotations

import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

WANTED = re.compile(r"say this: ([^\n]+)")
INTERNAL = "<<<BEGIN_OPENCLAW_INTERNAL"
"""How messages begin that the gateway adds to those of people."""


class ScriptedModel:
    def __init__(self) -> None:
        self.calls: list[dict[str, Any]] = []
        model = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base class's
                pass

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                model.calls.append(body)
                kind, answer = _completion(body)
                self.send_response(200)
                self.send_header("content-type", kind)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)


def _completion(body: dict[str, Any]) -> tuple[str, bytes]:
    answer = _answer(body)
    usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    about = {"id": "completion", "created": 0, "model": body["model"]}
    if not body.get("stream"):
        choice = {"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}
        whole = about | {"object": "chat.completion", "choices": [choice], "usage": usage}
        return "application/json", json.dumps(whole).encode()
    about["object"] = "chat.completion.chunk"
    parts: list[dict[str, Any]] = [
        {"choices": [{"index": 0, "delta": {"role": "assistant", "content": answer}, "finish_reason": None}]},
        {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]},
        {"choices": [], "usage": usage},
    ]
    lines = [f"data: {json.dumps(about | part)}\n\n" for part in parts]
    return "text/event-stream", "".join([*lines, "data: [DONE]\n\n"]).encode()


def _answer(body: dict[str, Any]) -> str:
    texts = [_text(message["content"]) for message in body["messages"] if message["role"] == "user"]
    spoken = [text for text in texts if not text.lstrip().startswith(INTERNAL)]
    wanted = WANTED.findall(spoken[-1]) if spoken else []
    return wanted[-1] if wanted else "understood"


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(part.get("text", "") for part in content or [])
