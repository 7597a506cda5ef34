"""Addresses of this app."""

from django.urls import path

from reviews.views import board, hand_in, mentoring, review, room, sessions, withdrawal

urlpatterns = [
    path("sessions/", sessions.sessions, name="sessions"),
    path("sessions/deleted/", sessions.session_deleted, name="session_deleted"),
    path("sessions/new/", hand_in.hand_in_new, name="hand_in_new"),
    path("sessions/<int:pk>/hand-in/", hand_in.hand_in, name="hand_in"),
    path("sessions/<int:pk>/hand-in/consent/", hand_in.hand_in_consent, name="hand_in_consent"),
    path(
        "sessions/<int:pk>/hand-in/conversation/",
        hand_in.hand_in_conversation,
        name="hand_in_conversation",
    ),
    path("sessions/<int:pk>/hand-in/speakers/", hand_in.hand_in_speakers, name="hand_in_speakers"),
    path("sessions/<int:pk>/hand-in/text/", hand_in.hand_in_text, name="hand_in_text"),
    path("sessions/<int:pk>/hand-in/focus/", hand_in.hand_in_focus, name="hand_in_focus"),
    path(
        "sessions/<int:pk>/hand-in/reflection/",
        hand_in.hand_in_reflection,
        name="hand_in_reflection",
    ),
    path("sessions/<int:pk>/client-link/", hand_in.client_link, name="client_link"),
    path("sessions/<int:pk>/settings/", sessions.session_settings, name="session_settings"),
    path("sessions/<int:pk>/share/", sessions.share_session, name="share_session"),
    path("sessions/<int:pk>/share/end/", sessions.end_share, name="end_share"),
    path("sessions/<int:pk>/delete/", sessions.delete_session, name="delete_session"),
    path("sessions/<int:pk>/progress/", sessions.session_progress, name="session_progress"),
    path("sessions/<int:pk>/progress/again/", sessions.try_again, name="try_again"),
    path("withdraw/<str:key>/", withdrawal.withdraw, name="withdraw"),
    path("sessions/<int:pk>/", room.session, name="session"),
    path("reviews/", review.reviews, name="reviews"),
    path("reviews/take/", review.take_review, name="take_review"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/save/", review.save_review, name="save_review"),
    path("reviews/<int:pk>/decline/", review.decline_review, name="decline_review"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
    path("cohorts/<int:pk>/", board.board, name="board"),
    path("cohorts/<int:pk>/board.csv", board.board_csv, name="board_csv"),
]
