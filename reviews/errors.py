"""What sessions and their reviews can refuse, and what to do then."""

from coachlms.common.errors import DomainError

# --- reviews: duties, what is written, what is handed in -----------------------------------------


class HandInFirst(DomainError):
    code = "hand_in_first"
    message = (
        "Hand in a session of your own first. Then you read for others, and others read for you."
    )


class NothingToReview(DomainError):
    code = "nothing_to_review"
    message = (
        "No session needs another reader at the moment. "
        "Come back tomorrow: new sessions arrive as people hand them in."
    )


class EnoughOpen(DomainError):
    code = "enough_open"
    message = (
        "You hold {open} reviews already. Hand one of them in or give it back, then take another."
    )


class TakenMeanwhile(DomainError):
    code = "taken_meanwhile"
    message = "Somebody else took that session in this moment. Ask once more for the next one."


class WordsAreGone(DomainError):
    code = "words_are_gone"
    message = (
        "The words of this session have been deleted, so it cannot be read any more. "
        "You have nothing to do here."
    )
    status = 410


class NotOpen(DomainError):
    code = "review_not_open"
    message = "This review was handed in or given back. It cannot be changed any more."


class QuoteNotFound(DomainError):
    code = "quote_not_found"
    message = (
        "The passage in turn {turn} does not stand in the transcript word for word. "
        "Remove it and choose it again from that turn."
    )
    status = 422


class UnknownMarker(DomainError):
    code = "unknown_marker"
    message = "{ref} is not part of the rubric of this session. Reload the page and try again."
    status = 422


class ReviewIncomplete(DomainError):
    """`problems`: one sentence for each thing that is missing."""

    code = "review_incomplete"
    message = "Nothing was handed in yet. {problems}"
    status = 422


# --- sessions: preparing and handing in ------------------------------------------------------------


class AlreadyHandedIn(DomainError):
    code = "already_handed_in"
    message = "This session was handed in already. It cannot be changed any more, only deleted."


class ConsentMissing(DomainError):
    code = "consent_missing"
    message = "Your client’s agreement is not on record yet. Record it first; then bring in the conversation."


class ConsentTakenBack(DomainError):
    code = "consent_taken_back"
    message = "Your client has taken back one of these herself. Ask her; with a new agreement, begin a new session."


class NotComplete(DomainError):
    """`missing`: what is still to do, as a sentence."""

    code = "session_not_complete"
    message = "This session was not handed in yet. {missing}"
    status = 422


class TranscriptRefused(DomainError):
    """The file or text cannot be used; `reason` and `advice` are sentences, `line` is 1-based or None."""

    code = "transcript_refused"
    message = "{reason} {advice}"
    status = 422


class SpeakersUnclear(DomainError):
    code = "speakers_unclear"
    message = "Say which voice is the coach and which the client; both are needed."
    status = 422


class VoicesUnclear(DomainError):
    """`found` lists the voices of the file; `voices` says the same as a sentence."""

    code = "voices_unclear"
    message = "Say which voice is the coach and which the client, by name or number: {voices}."
    status = 422


class NothingLeft(DomainError):
    code = "nothing_left"
    message = (
        "With these choices there is no conversation left. Check the masked words and the speakers."
    )
    status = 422


class KeyUsedBefore(DomainError):
    code = "key_used_before"
    message = (
        "This Idempotency-Key came with something else before. Take a new key for each session."
    )
    status = 422


class NotHandedIn(DomainError):
    code = "not_handed_in"
    message = "This session is still being prepared. Hand it in first."


# --- sessions: sharing -----------------------------------------------------------------------------


class NotAgreedForMentor(DomainError):
    code = "not_agreed_for_mentor"
    message = "Your client has not agreed that a mentor coach reads this session. Ask her first."


class NotAMentor(DomainError):
    code = "not_a_mentor"
    message = "This person is not a mentor coach of your school. Choose another one."
    status = 422
