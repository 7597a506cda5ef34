"""Which session the next reader gets: the one that needs a reader most. Plain Python on plain values."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

PRIOR_DONE = 3
PRIOR_OPENED = 4
LEASE_AT_LEAST = timedelta(hours=24)
LEASE_LENGTHS = 12
ASK_VOLUNTEERS_AFTER = timedelta(days=3)
PEERS_DUE_AFTER = timedelta(days=7)
OPEN_AT_ONCE = 3

Key = tuple[bool, float, bool, bool, datetime, float]


@dataclass(frozen=True, slots=True)
class Record:
    """How a reader has kept her duties so far: peer reviews opened, and handed in."""

    done: int = 0
    opened: int = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks for a review. `is_guest`: a mentor or instructor who volunteers, without a course place."""

    number: int
    courses: frozenset[int]
    has_handed_in: bool
    is_guest: bool
    language: str = "en"
    mentees: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A session that may be read. `leases` are the records of the readers who hold it at present."""

    number: int
    author: int
    course: int | None
    handed_in_at: datetime
    peers_agreed: bool = True
    language: str = "en"
    readers: frozenset[int] = frozenset()
    done: int = 0
    leases: tuple[Record, ...] = ()
    author_is_dutiful: bool = False
    is_reciprocal: bool = False


def chance(record: Record) -> float:
    """p(r): how likely an open lease of this reader will end in a review."""
    return (record.done + PRIOR_DONE) / (record.opened + PRIOR_OPENED)


def expected(session: Waiting) -> float:
    """exp(s): reviews handed in, and those to be hoped for from live leases."""
    return session.done + sum(chance(record) for record in session.leases)


def eligible(session: Waiting, reader: Reader) -> bool:
    """May this reader read this session? Consent, not her own, no conflict, same language, her turn."""
    at_home = reader.is_guest or (reader.has_handed_in and session.course in reader.courses)
    return (
        session.peers_agreed
        and at_home
        and session.author != reader.number
        and session.author not in reader.mentees
        and session.language == reader.language
        and reader.number not in session.readers
    )


def has_room(session: Waiting, needed: int) -> bool:
    """Live and done reviews together never exceed what is needed."""
    return session.done + len(session.leases) < needed


def key(session: Waiting, needed: int, draw: float) -> Key:
    """The smallest key is served first. `draw` decides between equals, 0..1."""
    hoped = expected(session)
    return (
        hoped >= needed,
        round(hoped, 2),
        not session.author_is_dutiful,
        session.is_reciprocal,
        session.handed_in_at,
        draw,
    )


def in_order_of_need(
    sessions: Iterable[Waiting], reader: Reader, *, needed: int, dice: Random
) -> Sequence[Waiting]:
    """The sessions this reader may take, the neediest first."""
    open_to_her = [s for s in sessions if eligible(s, reader) and has_room(s, needed)]
    keys = {s.number: key(s, needed, dice.random()) for s in open_to_her}
    return sorted(open_to_her, key=lambda s: keys[s.number])


def lease(length: timedelta) -> timedelta:
    """How long a reader may keep a session: twelve times its length, at least a day."""
    return max(LEASE_AT_LEAST, LEASE_LENGTHS * length)


def duty(needed: int) -> int:
    """Reviews each learner gives: one more than her own session needs."""
    return needed + 1


def alias(earlier: int) -> str:
    """How the learner sees her peer: Peer A, Peer B; after Z, Peer 27."""
    return f"Peer {chr(ord('A') + earlier)}" if earlier < 26 else f"Peer {earlier + 1}"
