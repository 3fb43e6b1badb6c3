from django.urls import path

from samsyn.web.my_reports import views

app_name = "my_reports"
urlpatterns = [
    path("mina", views.mine, name="mine"),
    path("mina/skal", views.shell, name="shell"),
]
