from django.urls import path

from samsyn.web.components import views as components
from samsyn.web.help import views

app_name = "help"
urlpatterns = [
    path("hjalp", views.show, name="show"),
    path("komponenter", components.show, name="components"),
]
