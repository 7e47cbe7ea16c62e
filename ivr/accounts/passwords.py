"""Passwords: argon2id by argon2-cffi, with its current recommendation (RFC 9106, low memory)."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from ivr.accounts.guessable import guessable

SHORTEST, LONGEST = 12, 200
HASHER = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
NOBODYS = HASHER.hash("the password of nobody")


class BadPassword(ValueError):
    """A password that cannot be kept; the message says what one needs."""


def hashed(password: str, name: str) -> str:
    """Hash a new password. Raises BadPassword (NIST SP 800-63B: length, and not the obvious)."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadPassword(f"A password has {SHORTEST} to {LONGEST} characters.")
    plain = password.casefold()
    if name.casefold() in plain or "linja" in plain or guessable(plain, name.casefold()):
        raise BadPassword(
            "This password is easily guessed: leave out names, dates, common words and passwords, "
            "rows of keys and repetition."
        )
    return again(password)


def again(password: str) -> str:
    """Hash the password that somebody has, whatever is asked of new ones."""
    return HASHER.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Is it the password? Takes the same time when there is no such person."""
    try:
        matched = HASHER.verify(kept or NOBODYS, password[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return matched and kept is not None


def outdated(kept: str) -> bool:
    """Was it hashed with weaker settings than today's?"""
    return HASHER.check_needs_rehash(kept)
