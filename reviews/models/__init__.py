"""Sessions handed in, who may know of them, and what each reader said."""

from reviews.models.consent import AccessEntry, ConsentGrant, DeletionReceipt, Purpose, Share
from reviews.models.result import Reading, Result, ResultItem
from reviews.models.review import Assessment, Evidence, Rating, Review
from reviews.models.submission import Rubric, Submission, Transcript, Turn

__all__ = [
    "AccessEntry",
    "Assessment",
    "ConsentGrant",
    "DeletionReceipt",
    "Evidence",
    "Purpose",
    "Rating",
    "Reading",
    "Result",
    "ResultItem",
    "Review",
    "Rubric",
    "Share",
    "Submission",
    "Transcript",
    "Turn",
]
