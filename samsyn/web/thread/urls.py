from django.urls import path

from samsyn.web.thread import views

app_name = "thread"
urlpatterns = [
    path("rapporter/<uuid:id>/vagen", views.of_report, name="of_report"),
    path("atgarder/<int:number>/vagen", views.of_measure, name="of_measure"),
]
