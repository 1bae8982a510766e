"""Which routes a path may belong to, found by its words.

The framework compares a path with every route in turn, and there are hundreds. Here it compares with those alone that
have as many parts and the same words at the same places, in their order; what fits none of them goes on to all.
"""

from collections.abc import Sequence
from functools import lru_cache

from fastapi import APIRouter
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

SHAPES = 1_024
"""Kept at hand; strangers can make up others, which are found again at the price of one look at every route."""


class RouteTable:
    """Stands before the router of an application, like a middleware of its own."""

    def __init__(self, app: ASGIApp, router: APIRouter) -> None:
        self._app = app
        self._router = router
        self._routes = [(route, _parts(route)) for route in router.routes]
        self._words = {part: part for _, parts in self._routes for part in parts or () if "{" not in part}
        self._near = lru_cache(SHAPES)(self._routes_of)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        near = None
        if scope["type"] == "http" and not scope.get("root_path"):
            near = self._near(tuple(map(self._words.get, scope["path"].split("/"))))
        await (near or self._app)(scope, receive, send)

    def _routes_of(self, shape: tuple[str | None, ...]) -> ASGIApp | None:
        """A router of those routes alone; None where there are none."""
        routes = [route for route, parts in self._routes if parts is None or _fits(parts, shape)]
        if not routes:
            return None
        return APIRouter(routes=routes, default=self._app, redirect_slashes=False).app


def _parts(route: BaseRoute) -> list[str] | None:
    """None for what does not say how many parts its paths have."""
    if not isinstance(route, Route) or any(it.regex != "[^/]+" for it in route.param_convertors.values()):
        return None
    return route.path_format.split("/")


def _fits(parts: Sequence[str], shape: Sequence[str | None]) -> bool:
    if len(parts) != len(shape):
        return False
    return all("{" in part or part == word for part, word in zip(parts, shape, strict=True))
