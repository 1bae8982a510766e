"""What the process serves besides the API: the user interface, the API's documentation and its metrics.

The interface finds its own pages by their path (`/boards/…`), so a path that no route and no file answers gets its
start page. Paths that belong to programs never do: a wrong API path is a JSON 404.
"""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mission_control.entry.web.content import Content
from mission_control.entry.web.files import ASK_AGAIN, STATIC, WebFiles
from mission_control.kernel import metrics

FOR_PROGRAMS = frozenset({"api", "assets", "health", "healthz", "metrics", "openapi.json", "readyz"})
"""First parts of paths under which nothing but what is declared exists."""

NOT_BUILT = Content.of(
    b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mission Control</title>
<style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 38rem; margin: 4rem auto; padding: 0 1rem }</style>
<h1>The user interface has not been built</h1>
<p>The API works: see <a href="/openapi.json">its description</a> and <a href="/readyz">whether it is ready</a>.</p>
<p>In a checkout, run <code>make web</code> (it needs Node) and load this page again; no restart is needed.
Packages installed with pip bring the interface along.</p>
</html>
""",
    "text/html; charset=utf-8",
    "no-store",
)


def serve_web(app: FastAPI, folder: Path = STATIC, look: Callable[[], None] = lambda: None) -> None:
    """Serve pages and documents beside the routes of `app`; called once its API is complete.

    `look` brings the metrics up to date before they are shown.
    """
    files = WebFiles(folder)

    @cache
    def api_document() -> Content:
        return Content.of(json.dumps(app.openapi()).encode(), "application/json", ASK_AGAIN)

    def openapi_json(request: Request) -> Response:
        return api_document().answer(request.headers)

    def docs(request: Request) -> Response:
        return _page(files, "/api-docs/index.html", request)

    def prometheus(_request: Request) -> Response:
        look()
        content, media_type = metrics.render()
        return Response(content, media_type=media_type)

    # Plain functions, so they run in threads; each answers HEAD too.
    app.add_route("/openapi.json", openapi_json, include_in_schema=False)
    app.add_route("/docs", docs, include_in_schema=False)
    app.add_route("/metrics", prometheus, include_in_schema=False)
    app.router.default = WebPages(files, app.router.default)


class WebPages:
    """Answers what no route matches: with a file, with the start page, or as the API does."""

    def __init__(self, files: WebFiles, unmatched: ASGIApp) -> None:
        self._files = files
        self._unmatched = unmatched

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await run_in_threadpool(self._find, Request(scope)) if scope["type"] == "http" else None
        await (answer or self._unmatched)(scope, receive, send)

    def _find(self, request: Request) -> Response | None:
        path = request.url.path
        if request.method not in ("GET", "HEAD"):
            return None
        if found := self._files.find(path):
            return found.answer(request.headers)
        return _page(self._files, "/index.html", request) if _is_page(path, request) else None


def _is_page(path: str, request: Request) -> bool:
    if path.split("/")[1] in FOR_PROGRAMS:
        return False
    # Who looks for a file that is not there, such as /robots.txt, is better told so; people still get the page.
    looks_like_a_file = "." in path.rpartition("/")[2]
    return not looks_like_a_file or "text/html" in request.headers.get("accept", "")


def _page(files: WebFiles, path: str, request: Request) -> Response:
    found = files.find(path)
    return found.answer(request.headers) if found else NOT_BUILT.answer(request.headers, status=503)
