from django.urls import path

from samsyn.web.phenomena import views

app_name = "phenomena"
urlpatterns = [
    path("foreteelser", views.index, name="index"),
    path("foreteelser/fragor", views.questions, name="questions"),
    path("foreteelser/omrade/<str:code>", views.show, name="show"),
]
