from django.urls import path

from samsyn.web.measures import doing, views

app_name = "measures"
urlpatterns = [
    path("atgarder/", views.index, name="index"),
    path("atgarder/ny", doing.add, name="add"),
    path("atgarder/fil.<str:kind>", views.as_file, name="file"),
    path("atgarder/<int:number>", views.show, name="show"),
    path("atgarder/<int:number>/andra", doing.change, name="change"),
    path("atgarder/<int:number>/borja", doing.start, name="start"),
    path("atgarder/<int:number>/folj-upp", doing.follow_up, name="follow_up"),
    path("atgarder/<int:number>/stall-in", doing.cancel, name="cancel"),
    path("atgarder/<int:number>/prova-annat", doing.revise, name="revise"),
]
