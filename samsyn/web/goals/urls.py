from django.urls import path

from samsyn.web.goals import views

app_name = "goals"
urlpatterns = [
    path("problem/<int:number>/mal", views.show, name="show"),
    path("problem/<int:number>/mal/<uuid:pk>/andra", views.change, name="change"),
    path("problem/<int:number>/mal/<uuid:pk>/sag", views.say, name="say"),
    path("problem/<int:number>/mal/<uuid:pk>/frys", views.freeze, name="freeze"),
    path("problem/<int:number>/mal/<uuid:pk>/ta-bort", views.remove, name="remove"),
]
