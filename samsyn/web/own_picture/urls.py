from django.urls import path

import samsyn.web.weeks  # noqa: F401 -- weeks in addresses are made known there
from samsyn.web.own_picture import doing, views

app_name = "own_picture"
urlpatterns = [
    path("egen-bild/", views.index, name="index"),
    path("egen-bild/<week:week>", views.show, name="show"),
    path("egen-bild/<week:week>/<slug:what>", doing.do, name="do"),
    path("egen-bild/punkt/<uuid:id>", doing.save, name="save"),
    path("egen-bild/punkt/<uuid:id>/<slug:what>", doing.do_with_point, name="point"),
]
