from django.urls import path

from samsyn.web.phases import views

app_name = "phases"
urlpatterns = [
    path("faser", views.show, name="show"),
    path("faser/exempel", views.examples, name="examples"),
    path("faser/egen", views.own, name="own"),
    path("faser/placera", views.place, name="place"),
    path("faser/modell/<uuid:pk>", views.model, name="model"),
    path("faser/fas/<uuid:pk>", views.phase, name="phase"),
]
