"""The state that a call carries from turn to turn. Plain values only; under 1 kB when sealed."""

from dataclasses import dataclass, field, fields
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Caller:
    """
    Who is probably calling, as far as the conversation may know.

    `places` are the postcodes of *one* customer, or empty when `customers` is not 1;
    `asked_places` those of all customers behind a shared number: never spoken, only reason to ask.
    `services` empty means all. `language` is empty without evidence, `why` says what it rests on.
    """

    number: str = ""
    """E.164; empty when withheld or unreadable."""
    withheld: bool = False
    customers: int = 0
    places: tuple[str, ...] = ()
    asked_places: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    language: str = ""
    why: str = ""


@dataclass(frozen=True)
class State:
    """Where a call is, and what has been said and answered in it."""

    bundle: str
    line: str
    language: str
    caller: Caller
    started_at: int
    """Unix seconds of the call's first turn."""
    flow: str = ""
    step: str = ""
    turn: int = 0
    tries: int = 0
    attempt: str = ""
    """The callback attempt that this call is, when we rang the caller."""
    last_try: bool = False
    """We ring no more after it, and no text message can tell them so."""
    place: str = ""
    typed: bool = False
    behalf: bool = False
    chosen: bool = False
    """The caller chose the language in this call."""
    heard: str = ""
    """As `Whisper.heard`."""
    heard_keys: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """The services that key 1 is about: of a fault that was read, or of its repair."""
    vars: dict[str, str] = field(default_factory=dict)
    memo: dict[str, str] = field(default_factory=dict)
    """The current step's own; gone when the step is left."""

    def changed(self, **fields: Any) -> Self:
        """
        Return a copy with these fields. Raises TypeError for a field that is none.

        As `dataclasses.replace`, which looks up every field of every copy: that was 40 % of
        what it takes to walk every way through a flow.
        """
        if not fields.keys() <= _STATE.keys():
            raise TypeError(f"no such fields: {sorted(fields.keys() - _STATE.keys())}")
        copied = object.__new__(type(self))
        vars(copied).update(vars(self), **fields)
        return copied

    def to_dict(self) -> dict[str, Any]:
        """What differs from the defaults, as plain JSON values."""
        plain = {
            name: value
            for name, usual in _STATE.items()
            if (value := getattr(self, name)) != usual
        }
        plain["caller"] = {name: getattr(self.caller, name) for name in _CALLER}
        return plain

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> "State":
        """
        The reverse, forgiving fields of a neighbouring version.

        Raises TypeError or KeyError when what cannot be missing is missing.
        """
        kept = {name: value for name, value in plain.items() if name in _STATE}
        caller: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in plain["caller"].items()
            if name in _CALLER
        }
        kept["caller"] = Caller(**caller)
        kept |= {name: tuple(kept.get(name, ())) for name in ("heard_keys", "about")}
        return cls(**kept)


_STATE = {f.name: f.default for f in fields(State)}
_CALLER = {f.name: f.default for f in fields(Caller)}
"""Each field and its default, looked up once: every turn asks for them twice."""
