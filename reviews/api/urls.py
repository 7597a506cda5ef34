"""Addresses of sessions and reviews under /api/v1/."""

from django.urls import path

from reviews.api import reviews, sessions, sharing, stages

urlpatterns = [
    path("sessions/", sessions.Sessions.as_view(), name="api_sessions"),
    path(
        "sessions/hand-in-file/", sessions.SessionsFromFile.as_view(), name="api_sessions_from_file"
    ),
    path("sessions/<int:pk>/", sessions.OneSession.as_view(), name="api_session"),
    path("sessions/<int:pk>/consent/", stages.Consent.as_view(), name="api_consent"),
    path("sessions/<int:pk>/transcript/", stages.TranscriptStage.as_view(), name="api_transcript"),
    path("sessions/<int:pk>/speakers/", stages.Speakers.as_view(), name="api_speakers"),
    path("sessions/<int:pk>/masks/", stages.Masks.as_view(), name="api_masks"),
    path("sessions/<int:pk>/focus/", stages.Focus.as_view(), name="api_focus"),
    path("sessions/<int:pk>/reflection/", stages.Reflection.as_view(), name="api_reflection"),
    path("sessions/<int:pk>/hand-in/", sessions.HandIn.as_view(), name="api_hand_in"),
    path("sessions/<int:pk>/progress/", sessions.SessionProgress.as_view(), name="api_progress"),
    path("sessions/<int:pk>/retry/", sessions.ReadAgain.as_view(), name="api_retry"),
    path("sessions/<int:pk>/turns/", sessions.SessionTurns.as_view(), name="api_turns"),
    path("sessions/<int:pk>/share/", sharing.SessionShare.as_view(), name="api_share"),
    path(
        "sessions/<int:pk>/withdrawal-link/",
        sharing.WithdrawalLink.as_view(),
        name="api_withdrawal_link",
    ),
    path("mentors/", sharing.Mentors.as_view(), name="api_mentors"),
    path("reviews/", reviews.Reviews.as_view(), name="api_reviews"),
    path("reviews/take/", reviews.TakeReview.as_view(), name="api_take_review"),
    path("reviews/<int:pk>/", reviews.OneReview.as_view(), name="api_review"),
    path("reviews/<int:pk>/draft/", reviews.ReviewDraft.as_view(), name="api_review_draft"),
    path("reviews/<int:pk>/submit/", reviews.SubmitReview.as_view(), name="api_submit_review"),
    path("reviews/<int:pk>/decline/", reviews.DeclineReview.as_view(), name="api_decline_review"),
]
