from django.urls import path

import samsyn.web.weeks  # noqa: F401 -- weeks in addresses are made known there
from samsyn.web.picture import correcting, views, writing

app_name = "picture"
urlpatterns = [
    path("lagesbild/", views.index, name="index"),
    path("lagesbild/ta-fram", views.compile, name="compile"),
    path("lagesbild/<week:week>", views.show, name="show"),
    path("lagesbild/<week:week>.json", views.as_json, name="json"),
    path("lagesbild/<week:week>.pdf", views.as_pdf, name="pdf"),
    path("lagesbild/<week:week>/las", views.lock, name="lock"),
    path("lagesbild/<week:week>/avstamning", writing.share, name="share"),
    path("lagesbild/<week:week>/kommentar", writing.comment, name="comment"),
    path("lagesbild/<week:week>/upplagg", writing.lay_out, name="lay_out"),
    path("lagesbild/<week:week>/text", writing.write, name="write"),
    path("lagesbild/<week:week>/kopiera", writing.copy, name="copy"),
    path("lagesbild/<week:week>/meningar", writing.sentences, name="sentences"),
    path("lagesbild/<week:week>/ratta", correcting.correct, name="correct"),
]
