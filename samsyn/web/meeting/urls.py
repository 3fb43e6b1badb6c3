from django.urls import path

from samsyn.web.meeting import doing, views

app_name = "meeting"
urlpatterns = [
    path("mote/", views.index, name="index"),
    path("mote/oppna", doing.open_new, name="open"),
    path("mote/<uuid:id>", views.show, name="show"),
    path("mote/<uuid:id>/protokoll", views.minutes, name="minutes"),
    path("mote/<uuid:id>/narvaro", doing.attend, name="attend"),
    path("mote/<uuid:id>/punkt/<uuid:point>", doing.say, name="say"),
    path("mote/<uuid:id>/beslut", doing.add, name="add"),
    path("mote/<uuid:id>/atgard", doing.add_own_measure, name="measure"),
    path("mote/<uuid:id>/avsluta", doing.close, name="close"),
]
