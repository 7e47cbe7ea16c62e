"""Conferences: rooms in which legs meet by the room's name."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

from simulator.messages import Accepted, FarSideLeft

if TYPE_CHECKING:
    from simulator.leg import Leg


@dataclass(eq=False)
class Participant:
    """One leg in a room. `ends`: the room closes when this one leaves; `held` hears nobody."""

    leg: "Leg"
    starts: bool = True
    ends: bool = False
    held: bool = False


@dataclass(eq=False)
class Conference:
    """A room. It begins when two are in and one of them may start it; closed, nobody enters."""

    name: str
    created_at: float
    sid: str = field(default_factory=lambda: f"CF{uuid4().hex}")
    participants: list[Participant] = field(default_factory=list)
    status: str = "init"

    def find(self, call_sid: str) -> Participant | None:
        """Whoever is in it with this call."""
        return next((one for one in self.participants if one.leg.sid == call_sid), None)

    def partner(self, own: Participant) -> "Leg | None":
        """Whom one hears: somebody else who is not held, once it has begun."""
        if self.status != "in-progress" or own.held:
            return None
        others = [one.leg for one in self.participants if one is not own and not one.held]
        return others[0] if others else None

    def enter(self, own: Participant) -> None:
        """Come in; whoever waits inside is told."""
        self.participants.append(own)
        if any(one.starts for one in self.participants) and len(self.participants) > 1:
            self.status = "in-progress"
        self.tell(own)

    def leave(self, own: Participant) -> None:
        """Go; the room closes behind one who ends it, or when it is empty."""
        if own not in self.participants:
            return
        self.participants.remove(own)
        if own.ends or not self.participants:
            self.close()
        self.tell(own)

    def close(self) -> None:
        """Everybody goes."""
        self.status = "completed"
        for one in list(self.participants):
            one.leg.post(FarSideLeft(self))

    def tell(self, but: Participant) -> None:
        """Let the others look who is there now."""
        for one in self.participants:
            if one is not but:
                one.leg.post(Accepted(self))

    def tell_all(self) -> None:
        """Let everybody look who can be heard now."""
        for one in self.participants:
            one.leg.post(Accepted(self))


class Conferences:
    """All rooms. A name is free again when its room has closed."""

    def __init__(self) -> None:
        self._rooms: list[Conference] = []

    def open(self, name: str, now: float) -> Conference:
        """The room of this name, made if there is none."""
        going = (room for room in self._rooms if room.name == name and room.status != "completed")
        room = next(going, None)
        if room is None:
            room = Conference(name, now)
            self._rooms.append(room)
        return room

    def find(self, key: str) -> Conference | None:
        """By sid or name, the newest first."""
        return next((room for room in reversed(self._rooms) if key in {room.sid, room.name}), None)

    def all(self) -> list[Conference]:
        """Every room, oldest first."""
        return list(self._rooms)
