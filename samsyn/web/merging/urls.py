from django.urls import path

import samsyn.web.weeks  # noqa: F401 -- weeks in addresses are made known there
from samsyn.web.merging import views

app_name = "merging"
urlpatterns = [
    path("sammanfoga/<week:week>", views.show, name="show"),
    path("sammanfoga/<week:week>/resten", views.rest, name="rest"),
]
