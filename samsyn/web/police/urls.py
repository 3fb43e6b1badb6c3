from django.urls import path

from samsyn.web.police import views

app_name = "police"
urlpatterns = [path("polislage", views.police, name="police")]
