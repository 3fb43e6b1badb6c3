from django.urls import path

from samsyn.web.problem import doing, rules, views

app_name = "problem"
urlpatterns = [
    path("problem", views.index, name="index"),
    path("problem/nytt", doing.new, name="new"),
    path("problem/lagg-undan", doing.aside, name="aside"),
    path("problem/regler", rules.show, name="rules"),
    path("problem/regler/forslag", rules.rule, name="rule"),
    path("problem/regler/klart", rules.item, name="ready_item"),
    path("problem/<int:number>", views.show, name="show"),
    path("problem/<int:number>/andra", doing.change, name="change"),
    path("problem/<int:number>/flytta", doing.move, name="move"),
    path("problem/<int:number>/klart", doing.tick, name="tick"),
]
