from django.urls import path

from samsyn.web.area import views

app_name = "area"
urlpatterns = [
    path("omrade/", views.listed, name="listed"),
    path("omrade/<str:code>/", views.show, name="show"),
    path("omrade/<str:code>/profil.pdf", views.on_paper, name="paper"),
]
