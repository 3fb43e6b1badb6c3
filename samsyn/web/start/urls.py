from django.urls import path

from samsyn.web.start import search, views

app_name = "start"
urlpatterns = [
    path("", views.show, name="show"),
    path("sok.json", search.find, name="search"),
    path("veckobesked", views.reply, name="reply"),
]
