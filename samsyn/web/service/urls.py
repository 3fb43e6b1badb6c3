from django.urls import path

from samsyn.web.service import views

app_name = "service"
urlpatterns = [
    path("organisation/skarp-drift", views.show, name="show"),
    path("organisation/skarp-drift/byt", views.step, name="step"),
]
