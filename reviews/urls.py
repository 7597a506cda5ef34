"""Addresses of this app."""

from django.urls import path

from reviews.views import mentoring, review, room

urlpatterns = [
    path("sessions/<int:pk>/", room.session, name="session"),
    path("reviews/", review.reviews, name="reviews"),
    path("reviews/take/", review.take_review, name="take_review"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/save/", review.save_review, name="save_review"),
    path("reviews/<int:pk>/decline/", review.decline_review, name="decline_review"),
    path("mentoring/", mentoring.mentoring, name="mentoring"),
]
