"""What can be wrong with an answer or a practice. Messages say what to do."""

from coachlms.common.errors import DomainError


class NotYours(DomainError):
    code = "not_yours"
    message = "Only the person who handed in this session can answer here. You may read along."
    status = 403


class NoReportYet(DomainError):
    code = "no_report_yet"
    message = "There is no report on this session yet. It appears with the first reading."


class OwnReadingFirst(DomainError):
    """`review` is the number of her own review."""

    code = "own_reading_first"
    message = "Hand in your own reading of this session first. Then you see what others have said."


class UnknownFinding(DomainError):
    code = "unknown_finding"
    message = "This finding is no longer part of the report. Please reload the page."
    status = 404


class UnknownAnswer(DomainError):
    code = "unknown_answer"
    message = "A finding can be confirmed, rejected, or left open. Please choose one of these."
    status = 400


class UnknownPractice(DomainError):
    code = "unknown_practice"
    message = "This practice is not among the suggestions. Choose one of them or write your own."
    status = 400


class PracticeEmpty(DomainError):
    code = "practice_empty"
    message = "Write in one sentence what you want to practise, or choose one of the suggestions."
    status = 400
