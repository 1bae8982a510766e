"""The table of routes answers what the framework would: the first route that fits, the same refusals."""

import asyncio

import httpx
from fastapi import FastAPI

from mission_control.kernel.http.table import RouteTable


def test_the_table_finds_what_the_framework_would_find() -> None:
    app = FastAPI()

    @app.get("/boards/stream")
    async def stream() -> str:
        return "stream"

    @app.get("/boards/{board_id}")
    async def board(board_id: str) -> str:
        return f"board {board_id}"

    @app.post("/boards/{board_id}")
    async def change(board_id: str) -> str:
        return f"changed {board_id}"

    @app.get("/boards/{board_id}/{name}.md")
    async def page(board_id: str, name: str) -> str:
        return f"page {name} of {board_id}"

    @app.get("/files/{path:path}")
    async def file(path: str) -> str:
        return f"file {path}"

    app.router.middleware_stack = RouteTable(app.router.middleware_stack, app.router)

    async def answer(method: str, path: str) -> tuple[int, str]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://test") as client:
            reply = await client.request(method, path)
            return reply.status_code, reply.text.strip('"')

    def of(method: str, path: str) -> tuple[int, str]:
        return asyncio.run(answer(method, path))

    assert of("GET", "/boards/stream") == (200, "stream")
    assert of("GET", "/boards/7") == (200, "board 7")
    assert of("POST", "/boards/stream") == (200, "changed stream")
    assert of("GET", "/boards/boards") == (200, "board boards")
    assert of("GET", "/boards/7/one.md") == (200, "page one of 7")
    assert of("GET", "/files/a/b/c") == (200, "file a/b/c")
    refused = [of("DELETE", "/boards/7"), of("GET", "/boards/7/"), of("GET", "/boards/7/one.txt"), of("GET", "/")]
    assert [status for status, _ in refused] == [405, 307, 404, 404]
