from django.urls import path

from samsyn.web.report import views

app_name = "report"
urlpatterns = [
    path("rapportera", views.report, name="report"),
    path("rapportera/skal", views.shell, name="shell"),
]
