"""Compressed bodies."""

from __future__ import annotations

import gzip

import brotli

QUICK, BEST = 5, 11
"""Qualities of brotli. What is sent once is compressed quickly: the best takes forty times as long for a tenth less."""
SMALLEST = 800
"""Bytes from which compressing pays."""
_LEAST_WINDOW, _LARGEST_WINDOW = 16, 22


def brotlied(body: bytes, quality: int) -> bytes:
    """A body in brotli. The encoder's memory grows with its window, 32 MB for the usual one: none larger than the body
    is of use.
    """
    window = min(max(len(body).bit_length(), _LEAST_WINDOW), _LARGEST_WINDOW)
    return bytes(brotli.compress(body, quality=quality, lgwin=window))


def gzipped(body: bytes, level: int = 6) -> bytes:
    """A body in gzip, the same bytes for the same body."""
    return gzip.compress(body, compresslevel=level, mtime=0)
