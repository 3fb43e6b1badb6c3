from django.urls import path

from samsyn.web.meeting import doing, planning, views

app_name = "meeting"
urlpatterns = [
    path("mote/", views.index, name="index"),
    path("mote/oppna", doing.open_new, name="open"),
    path("mote/extra", planning.extra, name="extra"),
    path("mote/planering", planning.overview, name="planning"),
    path("mote/planering/vana", planning.set_up, name="habit"),
    path("mote/grupp/<uuid:pk>", planning.group, name="group"),
    path("mote/grupp/<uuid:pk>/planera", planning.plan, name="plan"),
    path("mote/grupp/<uuid:pk>/vecka", planning.skip, name="skip"),
    path("mote/dagordning/ny", planning.agenda, name="agenda_add"),
    path("mote/dagordning/<uuid:pk>", planning.agenda, name="agenda"),
    path("mote/<uuid:id>", views.show, name="show"),
    path("mote/<uuid:id>/protokoll", views.minutes, name="minutes"),
    path("mote/<uuid:id>/kalla", planning.call, name="call"),
    path("mote/<uuid:id>/andra", planning.move, name="move"),
    path("mote/<uuid:id>/stall-in", planning.cancel, name="cancel"),
    path("mote/<uuid:id>/narvaro", doing.attend, name="attend"),
    path("mote/<uuid:id>/narvaro/som-sist", doing.attend_again, name="attend_again"),
    path("mote/<uuid:id>/anteckning", doing.note, name="note"),
    path("mote/<uuid:id>/ta-upp", doing.raise_one, name="raise"),
    path("mote/<uuid:id>/punkt/<uuid:point>", doing.say, name="say"),
    path("mote/<uuid:id>/beslut", doing.add, name="add"),
    path("mote/<uuid:id>/atgard", doing.add_own_measure, name="measure"),
    path("mote/<uuid:id>/avsluta", doing.close, name="close"),
]
