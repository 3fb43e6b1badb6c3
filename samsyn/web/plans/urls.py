from django.urls import path

from samsyn.web.plans import rows, views

app_name = "plans"
urlpatterns = [
    path("planer/", views.index, name="index"),
    path("planer/ny", views.new, name="new"),
    path("planer/<uuid:pk>", views.show, name="show"),
    path("planer/<uuid:pk>.<slug:format>", views.as_file, name="file"),
    path("planer/<uuid:pk>/skriv", views.write, name="write"),
    path("planer/<uuid:pk>/huvud", views.head, name="head"),
    path("planer/<uuid:pk>/steg", views.step, name="step"),
    path("planer/<uuid:pk>/beslut", views.decide, name="decide"),
    path("planer/<uuid:pk>/uppfoljning", views.follow, name="follow"),
    path("planer/<uuid:pk>/rader", rows.index, name="rows"),
    path("planer/<uuid:pk>/problem", rows.problem, name="problem"),
    path("planer/<uuid:pk>/problem/<uuid:row>", rows.problem, name="one_problem"),
    path("planer/<uuid:pk>/problem/<uuid:row>/ta-bort", rows.drop_problem, name="drop_problem"),
    path("planer/<uuid:pk>/atgard", rows.measure, name="measure"),
    path("planer/<uuid:pk>/atgard/<uuid:row>", rows.measure, name="one_measure"),
    path("planer/<uuid:pk>/atgard/<uuid:row>/ta-bort", rows.drop_measure, name="drop_measure"),
    path("planer/<uuid:pk>/atgard/<uuid:row>/utfall", rows.outcome, name="outcome"),
    path("planer/<uuid:pk>/underskrift/<uuid:row>", rows.signed, name="signed"),
]
