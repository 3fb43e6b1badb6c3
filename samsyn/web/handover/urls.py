from django.urls import path

from samsyn.web.handover import views

app_name = "handover"
urlpatterns = [path("overlamning", views.show, name="show")]
