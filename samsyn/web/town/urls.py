from django.urls import path

from samsyn.web.town import views

app_name = "town"
urlpatterns = [path("kommunen", views.show, name="show")]
