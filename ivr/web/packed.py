"""The files of the pages, packed once for browsers that unpack."""

import gzip
from functools import lru_cache

PACKED = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


@lru_cache(maxsize=64)
def packed(content: bytes) -> bytes:
    """Give it as gzip."""
    return gzip.compress(content, mtime=0)
