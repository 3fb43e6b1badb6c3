from django.urls import path

from samsyn.web.problem import doing, views

app_name = "problem"
urlpatterns = [
    path("problem", views.index, name="index"),
    path("problem/nytt", doing.new, name="new"),
    path("problem/<int:number>", views.show, name="show"),
    path("problem/<int:number>/andra", doing.change, name="change"),
    path("problem/<int:number>/flytta", doing.move, name="move"),
]
