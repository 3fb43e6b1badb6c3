from django.urls import path

import samsyn.web.weeks  # noqa: F401 -- weeks in addresses are made known there
from samsyn.web.assessment import cards, doing, parameters, playbooks, settings, views

app_name = "assessment"
WEEK = "lagesbild/<week:week>/"
urlpatterns = [
    path(f"{WEEK}bedomning", views.show, name="show"),
    path(f"{WEEK}bedomning/spara", doing.assess, name="assess"),
    path(f"{WEEK}bedomning/oforandrat", doing.unchanged, name="unchanged"),
    path(f"{WEEK}kort/<uuid:pk>", cards.answer, name="answer"),
    path(f"{WEEK}kort/<uuid:pk>/atgard", cards.measure, name="measure"),
    path(f"{WEEK}bedomning/uppgift", playbooks.task, name="task"),
    path("bedomning/lagen", playbooks.show, name="playbooks"),
    path("bedomning/lagen/<slug:code>", playbooks.change, name="playbook"),
    path("bedomning/skala", settings.scale, name="scale"),
    path("bedomning/satt", settings.methods, name="methods"),
    path("bedomning/parametrar", settings.parameters, name="parameters"),
    path("bedomning/mat", settings.measure, name="check"),
    path("bedomning/svar", parameters.answers, name="answers"),
]
