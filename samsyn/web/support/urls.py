from django.urls import path

import samsyn.web.weeks  # noqa: F401 -- weeks in addresses are made known there
from samsyn.web.support import doing, views

app_name = "support"
urlpatterns = [
    path("metodstod", views.index, name="index"),
    path("metodstod/bjud-in", doing.invite, name="invite"),
    path("metodstod/lagesbild/<week:week>.pdf", views.picture_pdf, name="picture"),
    path("metodstod/kommentar/<uuid:pk>/ta-tillbaka", doing.take_back, name="take_back"),
    path("metodstod/<uuid:pk>", views.show, name="show"),
    path("metodstod/<uuid:pk>/kommentar", doing.comment, name="comment"),
    path("metodstod/<uuid:pk>/avsluta", doing.end, name="end"),
]
