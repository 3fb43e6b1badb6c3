from django.urls import path

from samsyn.web.phone import views

app_name = "worker"
urlpatterns = [
    path("sw.js", views.worker, name="worker"),
    path("app-<slug:version>.css", views.style, name="style"),
]
