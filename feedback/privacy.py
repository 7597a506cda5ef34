"""What feedback knows about a person: her practices and her answers to findings."""

from coachlms.accounts.models import User
from coachlms.accounts.privacy import Part, register
from feedback.models import FindingAnswer


def collect(user: User) -> object:
    answers = FindingAnswer.objects.filter(submission__learner=user)
    return {
        "practices": list(
            user.practices.values("submission", "marker__ref", "text", "accountability", "taken_at")
        ),
        "answers": list(
            answers.values("submission", "marker__ref", "kind", "answer", "note", "answered_at")
        ),
    }


def erase(user: User) -> int:
    answers = FindingAnswer.objects.filter(submission__learner=user).delete()[0]
    return answers + user.practices.all().delete()[0]


register(Part("feedback", "Practices and answers to findings", collect, erase))
