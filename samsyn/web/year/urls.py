from django.urls import path

from samsyn.web.year import views

app_name = "year"
urlpatterns = [
    path("arshjul/", views.show, name="show"),
    path("arshjul/borja", views.begin, name="begin"),
    path("arshjul/ny", views.add, name="add"),
    path("arshjul/<slug:code>/andra", views.change, name="change"),
    path("arshjul/<slug:code>/visa", views.switch, name="switch"),
]
