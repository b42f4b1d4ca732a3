"""The memory that argon2 works in: kept between hashes, given back when no more come.

By itself glibc (malloc(3), mallopt(3)) maps blocks of this size anew for each hash, and a third of a hash's time would
go into touching the new pages, or keeps what a thread had for good; malloc_trim(3) leaves the end of a thread's own
heap alone. With another C library nothing of this happens, and nothing needs to.
"""

import ctypes
from functools import lru_cache
from threading import Lock

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
"""Parameters of mallopt(3): from how many free bytes on a heap's end is given back, and what is no part of a heap."""

LARGEST_KEPT = 32 << 20
"""Bytes. A larger hash has its memory mapped for itself: glibc takes no higher bound."""

_KEPT_FREE = 64 << 20
"""Bytes; as large as a thread's heap becomes."""

_SMALL = 128 << 10
"""Bytes: what glibc is content with at first, and enough that freeing so many makes it look at the heap's end."""

_one_at_a_time = Lock()


def keep() -> None:
    """From now on a thread that hashed keeps the memory for its next hash."""
    glibc = _glibc()
    if glibc is not None:
        glibc.mallopt(_MMAP_THRESHOLD, LARGEST_KEPT)
        glibc.mallopt(_TRIM_THRESHOLD, _KEPT_FREE)


def give_back() -> None:
    """Gives the system back what the calling thread has kept."""
    glibc = _glibc()
    if glibc is not None:
        with _one_at_a_time:
            glibc.mallopt(_TRIM_THRESHOLD, _SMALL)
            glibc.free(glibc.malloc(_SMALL))
            glibc.mallopt(_TRIM_THRESHOLD, _KEPT_FREE)


def give_free_back() -> None:
    """Gives the system back what nobody in the process uses now, as far as it is whole pages (malloc_trim(3))."""
    glibc = _glibc()
    if glibc is not None:
        glibc.malloc_trim(0)


@lru_cache
def _glibc() -> ctypes.CDLL | None:
    """The C library, where it is one that has all of this."""
    library = ctypes.CDLL(None)
    if not hasattr(library, "gnu_get_libc_version"):
        return None
    library.malloc.argtypes, library.malloc.restype = (ctypes.c_size_t,), ctypes.c_void_p
    library.free.argtypes, library.free.restype = (ctypes.c_void_p,), None
    library.mallopt.argtypes = (ctypes.c_int, ctypes.c_int)
    return library
