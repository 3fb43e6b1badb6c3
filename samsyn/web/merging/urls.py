from django.urls import path

from samsyn.web.merging import views

app_name = "merging"
urlpatterns = [
    path("sammanfoga/<week:week>", views.show, name="show"),
    path("sammanfoga/<week:week>/resten", views.rest, name="rest"),
]
