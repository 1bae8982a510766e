"""The threads in which requests work, as many as there are connections to the database for them.

`in_thread` is what `anyio.to_thread.run_sync` is, for a third of its price: one wait instead of three, each of which
wakes every layer between the server and the handler. All that the threads share is touched by the event loop alone.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextvars import copy_context
from queue import SimpleQueue
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

NAME = "request"
MOST = 12
"""Of a loop for which nobody has said how many."""


async def in_thread(
    function: Callable[Arguments, Result], *arguments: Arguments.args, **options: Arguments.kwargs
) -> Result:
    """What the function returns or raises, with the context of the caller.

    A caller that is cancelled leaves at once; the function cannot be stopped, and ends in its thread.
    """
    loop = asyncio.get_running_loop()
    crew = _crews.get(loop) or open_threads(MOST)
    context, future = copy_context(), loop.create_future()
    crew.take(_Work(lambda: context.run(function, *arguments, **options), future))
    result: Result = await future
    return result


def open_threads(most: int) -> "_Crew":
    """At most so many for this event loop; they are started as they are needed."""
    loop = asyncio.get_running_loop()
    _crews[loop] = crew = _Crew(loop, most)
    return crew


def close_threads() -> None:
    """What is still being done is brought to its end; nobody waits for that."""
    crew = _crews.pop(asyncio.get_running_loop(), None)
    if crew is not None:
        crew.close()


class _Work:
    __slots__ = ("call", "error", "future", "result")

    def __init__(self, call: Callable[[], object], future: "asyncio.Future[object]") -> None:
        self.call = call
        self.future = future
        self.result: object = None
        self.error: BaseException | None = None

    def do(self) -> None:
        try:
            self.result = self.call()
        except StopIteration as error:
            # No future takes it: whoever waits would wait for ever.
            self.error = RuntimeError(f"{type(error).__name__} left a function")
            self.error.__cause__ = error
        except BaseException as error:  # noqa: BLE001 (it is for whoever waits)
            self.error = error

    def tell(self) -> None:
        if self.future.done():
            return
        if self.error is not None:
            self.future.set_exception(self.error)
        else:
            self.future.set_result(self.result)


class _Crew:
    def __init__(self, loop: asyncio.AbstractEventLoop, most: int) -> None:
        self._loop = loop
        self._most = most
        self._started = 0
        self._idle: list[SimpleQueue[_Work | None]] = []
        self._waiting: deque[_Work] = deque()
        self._closed = False

    def take(self, work: _Work) -> None:
        if self._idle:
            # The one that has worked last: what it needs is still at hand.
            self._idle.pop().put(work)
        elif self._started < self._most:
            self._start(work)
        else:
            self._waiting.append(work)

    def close(self) -> None:
        self._closed = True
        for hands in self._idle:
            hands.put(None)

    def _start(self, work: _Work) -> None:
        self._started += 1
        hands: SimpleQueue[_Work | None] = SimpleQueue()
        hands.put(work)
        threading.Thread(target=self._serve, args=(hands,), name=f"{NAME}-{self._started}", daemon=True).start()

    def _serve(self, hands: "SimpleQueue[_Work | None]") -> None:
        while (work := hands.get()) is not None:
            work.do()
            try:
                self._loop.call_soon_threadsafe(self._done, hands, work)
            except RuntimeError:
                # The loop is closed, and with it everybody who waited.
                return
            del work

    def _done(self, hands: "SimpleQueue[_Work | None]", work: _Work) -> None:
        work.tell()
        if self._waiting:
            hands.put(self._waiting.popleft())
        elif self._closed:
            hands.put(None)
        else:
            self._idle.append(hands)


_crews: dict[asyncio.AbstractEventLoop, _Crew] = {}
