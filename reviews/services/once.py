"""One session per Idempotency-Key: what a program sends twice is made once."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from django.db import IntegrityError, transaction

from coachlms.accounts.models import User
from reviews.errors import KeyUsedBefore
from reviews.models import Submission


@dataclass(frozen=True, slots=True)
class Once:
    """A key, and everything that came with it. Of both only digests are kept, the second keyed by the first."""

    key: str
    body: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.key.encode()).hexdigest()

    @property
    def mark(self) -> str:
        return hmac.new(self.key.encode(), self.body, hashlib.sha256).hexdigest()


def make_once(*, learner: User, once: Once | None, make: Callable[[], Submission]) -> Submission:
    """What this key has made before, else what `make` makes. KeyUsedBefore when something else came with it.

    Two requests at the same moment: the database lets one of them in, the other gets what that one has made.
    """
    if once is None:
        return make()
    try:
        with transaction.atomic():
            return _made_before(learner, once) or _marked(make(), once)
    except IntegrityError:
        made = _made_before(learner, once)
        if made is None:
            raise
        return made


def _made_before(learner: User, once: Once) -> Submission | None:
    made = Submission.objects.of(learner).filter(request_key=once.digest).first()
    if made is not None and not hmac.compare_digest(made.request_mark, once.mark):
        raise KeyUsedBefore
    return made


def _marked(submission: Submission, once: Once) -> Submission:
    submission.request_key, submission.request_mark = once.digest, once.mark
    submission.save(update_fields=["request_key", "request_mark"])
    return submission
