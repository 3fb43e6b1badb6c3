from django.urls import path

from samsyn.web.components import views as components
from samsyn.web.help import views
from samsyn.web.records import statement

app_name = "help"
urlpatterns = [
    path("hjalp", views.show, name="show"),
    path("tillganglighet", statement.show, name="statements"),
    path("tillganglighet/<slug:slug>", statement.one, name="statement"),
    path("komponenter", components.show, name="components"),
]
