from django.urls import path

from samsyn.web.measures import board, catalogue, dates, doing, feed, log, timeline, views, where

app_name = "measures"
urlpatterns = [
    path("atgarder/", views.index, name="index"),
    path("atgarder/ny", doing.add, name="add"),
    path("atgarder/fil.<str:kind>", views.as_file, name="file"),
    path("atgarder/val-av-plats", views.chosen_place, name="chosen_place"),
    path("atgarder/tavla", board.board, name="board"),
    path("atgarder/kalender", dates.calendar, name="calendar"),
    path("atgarder/karta", where.on_the_map, name="map"),
    path("atgarder/tidslinje", timeline.show, name="timeline"),
    path("atgarder/kanda", catalogue.index, name="known"),
    path("atgarder/kanda/hamta", catalogue.fetch, name="fetch_known"),
    path("atgarder/kanda/ny", catalogue.add, name="add_known"),
    path("atgarder/kanda/<uuid:id>", catalogue.change, name="change_known"),
    path("atgarder/<int:number>", views.show, name="show"),
    path("atgarder/<int:number>/logg", log.add, name="log"),
    path("atgarder/<int:number>/logg/<uuid:id>/ta-bort", log.take_back, name="take_back"),
    path("atgarder/<int:number>/steg", log.add_milestone, name="milestone"),
    path("atgarder/<int:number>/steg/<uuid:id>", log.reach, name="reach"),
    path("atgarder/<int:number>/andra", doing.change, name="change"),
    path("atgarder/<int:number>/borja", doing.start, name="start"),
    path("atgarder/<int:number>/folj-upp", doing.follow_up, name="follow_up"),
    path("atgarder/<int:number>/stall-in", doing.cancel, name="cancel"),
    path("atgarder/<int:number>/prova-annat", doing.revise, name="revise"),
    path("kalender", feed.mine, name="calendar_key"),
    path("kalender/ny", feed.make, name="make_calendar_key"),
    path("kalender/ta-tillbaka", feed.revoke, name="revoke_calendar_key"),
    path("kalender/<str:secret>.ics", feed.as_feed, name="feed"),
]
