from django.urls import path

from samsyn.web.priority import views

app_name = "priority"
urlpatterns = [
    path("prioritering", views.show, name="show"),
    path("prioritering/ta-upp", views.add, name="add"),
    path("prioritering/vikter", views.weights, name="weights"),
    path("prioritering/<uuid:pk>", views.one, name="one"),
]
