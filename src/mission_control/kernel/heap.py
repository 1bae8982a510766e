"""How the C library gives memory to this process."""

import contextlib
import ctypes

M_ARENA_MAX = -8
"""Of malloc.h in the GNU C library; see mallopt(3)."""


def keep_one_heap() -> None:
    """Call it before there are threads: each would have a heap of its own, a tenth of the memory of a server in all.

    Threads of Python hardly ever ask for memory at the same moment. Other C libraries have one heap as it is.
    """
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
