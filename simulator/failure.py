"""What Twilio's debugger would show."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong on the application's side, with Twilio's error code where it has one."""

    code: int
    words: str
    url: str = ""


class Failed(Exception):
    """A document could not be had or performed."""

    def __init__(self, code: int, words: str, url: str = "") -> None:
        super().__init__(f"{code} {words} ({url})" if url else f"{code} {words}")
        self.problem = Problem(code, words, url)
