"""The addresses of the API."""

from django.urls import path

from samsyn.api.v1 import basis, observations, small

urlpatterns = [
    path("api/v1/underlag", basis.basis),
    path("api/v1/lamna", observations.leave),
    path("api/v1/ovning", small.practise),
    path("api/v1/kurs", small.course_taken),
    path("api/v1/besked", small.week_reply),
    path("api/v1/rapporter", observations.send),
    path("api/v1/rapporter/liknande", small.likely),
    path("api/v1/rapporter/mina", observations.mine),
    path("api/v1/rapporter/<uuid:id>", observations.change),
    path("api/v1/rapporter/<uuid:id>/bilder", small.photo),
    path("api/v1/rapporter/<uuid:id>/aterta", observations.withdraw),
    path("api/v1/rapporter/<uuid:id>/fortsatter", observations.still_so),
    path("api/v1/rapporter/<uuid:id>/over", observations.over_now),
]
