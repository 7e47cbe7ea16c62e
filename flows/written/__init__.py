"""Text messages: figures instead of words, dates instead of "today", the basic alphabet."""

from flows.written.alphabet import fits, plain
from flows.written.write import write

__all__ = ["fits", "plain", "write"]
"""`write` fills a text or a notice's prompt; `plain` keeps to the alphabet; `fits` one message."""
