from django.urls import path

from samsyn.web.panel import views

app_name = "panel"
urlpatterns = [
    path("arbetet", views.show, name="show"),
    path("arbetet/fil.<str:kind>", views.as_file, name="file"),
]
