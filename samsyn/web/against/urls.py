from django.urls import path

from samsyn.web.against import views

app_name = "against"
urlpatterns = [
    path("problem/<int:number>/atgarder", views.show, name="show"),
    path("problem/<int:number>/atgarder/ny", views.add, name="add"),
    path("problem/<int:number>/atgarder/rikta", views.aim, name="aim"),
    path("problem/<int:number>/atgarder/slapp", views.release, name="release"),
]
