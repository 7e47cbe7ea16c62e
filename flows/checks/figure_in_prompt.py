"""
Write numbers as words: a voice reads a figure in whatever form it likes.

The same figure is read differently before different words, and the ending is often wrong.
"""

import re
from collections.abc import Iterator

from flows.speech.placeholders import PLACEHOLDER
from flows.subject import Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Find figures outside placeholders."""
    for saying in subject.sayings():
        figures = FIGURES.findall(PLACEHOLDER.sub(" ", saying.text))
        if figures:
            message = f"{saying.key} has the figure {figures[0]}: write it as words"
            yield Found(saying.path, message, saying.language)


FIGURES = re.compile(r"\d+")
