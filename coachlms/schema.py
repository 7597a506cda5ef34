"""How the API describes itself: drf-spectacular's settings. Names that two enums would share are given here."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "CoachLMS API",
    "VERSION": "1",
    "DESCRIPTION": "Library, courses, sessions, reviews and reports, by the rules of the pages.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "TAGS": [
        {"name": "me", "description": "Who the token speaks for."},
        {"name": "library", "description": "Competencies and levels; open to all."},
        {"name": "resources", "description": "What there is to read, hear or do; open to all."},
        {"name": "courses", "description": "Courses, your places in them, and their steps."},
        {"name": "sessions", "description": "Your sessions, from the first word to the last."},
        {"name": "sessions: preparing", "description": "A draft, stage by stage."},
        {"name": "sessions: sharing", "description": "Who else may read, and your client’s link."},
        {"name": "reviews", "description": "What you read for others, and for yourself."},
        {"name": "feedback", "description": "The report, your answers to it, your growth."},
        {
            "name": "resources: curating",
            "description": "For curators: from a draft to the archive.",
        },
    ],
    "ENUM_NAME_OVERRIDES": {
        "ResourceKindEnum": "courses.models.Resource.Kind",
        "ResourceStateEnum": "courses.models.Resource.State",
        "LinkStateEnum": "courses.models.Resource.Link",
        "StepKindEnum": "courses.models.Step.Kind",
        "SessionStateEnum": "reviews.models.Submission.State",
        "ReviewStateEnum": "reviews.models.Review.State",
        "StepStateEnum": "reviews.api.shapes.STEP_STATES",
        "JobStateEnum": "coachlms.jobs.models.Job.State",
        "ResultStageEnum": "reviews.models.Result.Stage",
        "HandInStageEnum": "reviews.services.drafts.STAGES",
        "MaskKindEnum": "reviews.api.fields.MASK_KINDS",
        "FindingKindEnum": "feedback.models.FindingAnswer.Kind",
        "VoiceRoleEnum": "reviews.api.fields.ROLES",
    },
}
