from django.urls import path

from samsyn.web.start import views

app_name = "start"
urlpatterns = [
    path("", views.show, name="show"),
    path("veckobesked", views.reply, name="reply"),
]
