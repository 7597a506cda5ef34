"""How the API describes itself: drf-spectacular's settings. Names that two enums would share are given here."""

from typing import Any

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "CoachLMS API",
    "VERSION": "1",
    "DESCRIPTION": "Library, courses, sessions, reviews and reports, by the rules of the pages.",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
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
