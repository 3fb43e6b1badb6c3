from django.urls import path

from samsyn.web.logbook import views

app_name = "logbook"
urlpatterns = [path("logbok", views.show, name="show")]
