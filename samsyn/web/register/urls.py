from django.urls import path

from samsyn.web.register import views

app_name = "register"
urlpatterns = [
    path("registrera", views.register, name="register"),
    path("registrera/skiftpass", views.shift, name="shift"),
]
