from django.urls import path

from samsyn.web.beginning import views

app_name = "beginning"
urlpatterns = [path("borja", views.show, name="show")]
