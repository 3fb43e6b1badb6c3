from django.urls import path

from samsyn.web.layouts import views

app_name = "layouts"
urlpatterns = [
    path("lagesbild/upplagg", views.listed, name="listed"),
    path("lagesbild/upplagg/ny", views.change, name="add"),
    path("lagesbild/upplagg/<slug:code>", views.change, name="change"),
    path("lagesbild/upplagg/<slug:code>/valj", views.choose, name="choose"),
    path("lagesbild/upplagg/<slug:code>/aterstall", views.restore, name="restore"),
]
