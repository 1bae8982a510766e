"""The threads of requests: the caller's context, results and errors come back, and no more at a time than there may."""

import asyncio
import threading
from contextvars import ContextVar

import pytest

from mission_control.kernel.threads import close_threads, in_thread, open_threads

word = ContextVar("word", default="nothing")


def test_what_is_done_in_a_thread_has_the_context_and_its_end_comes_back() -> None:
    def end(how: BaseException) -> None:
        raise how

    async def run() -> None:
        word.set("said by the caller")
        assert await in_thread(word.get) == "said by the caller"
        assert await in_thread(threading.current_thread) is not threading.current_thread()
        with pytest.raises(KeyError):
            await in_thread(end, KeyError())
        # A future does not take this one: its caller would wait for ever.
        with pytest.raises(RuntimeError):
            await in_thread(end, StopIteration())
        close_threads()

    asyncio.run(run())


def test_as_many_work_at_a_time_as_were_opened_and_who_is_cancelled_leaves_at_once() -> None:
    at_work, go_on, seen = threading.Semaphore(0), threading.Event(), set[str]()

    def work() -> str:
        seen.add(threading.current_thread().name)
        at_work.release()
        go_on.wait()
        return threading.current_thread().name

    async def run() -> None:
        open_threads(2)
        tasks = [asyncio.create_task(in_thread(work)) for _ in range(5)]
        await asyncio.sleep(0)
        at_work.acquire()
        at_work.acquire()
        assert len(seen) == 2
        tasks[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await tasks[0]
        go_on.set()
        assert set(await asyncio.gather(*tasks[1:])) == seen
        close_threads()

    asyncio.run(run())
