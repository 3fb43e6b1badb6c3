from django.urls import path

from samsyn.web.phone import views

app_name = "worker"
urlpatterns = [path("sw.js", views.worker, name="worker")]
