from django.urls import path

from samsyn.web.observation import own, photos, views

app_name = "observation"
urlpatterns = [
    path("rapporter/<uuid:id>", views.show, name="show"),
    path("rapporter/<uuid:id>/foto/<uuid:photo>", photos.show, name="photo"),
    path("rapporter/<uuid:id>/foto/<uuid:photo>/ta-bort", photos.remove, name="remove_photo"),
    path("rapporter/<uuid:id>/godkann", views.accept, name="accept"),
    path("rapporter/<uuid:id>/fraga", views.send_back, name="send_back"),
    path("rapporter/<uuid:id>/fel-kanal", views.refuse, name="refuse"),
    path("rapporter/<uuid:id>/sla-ihop", views.merge, name="merge"),
    path("rapporter/<uuid:id>/atgardat", views.mended, name="mended"),
    path("rapporter/godkann-alla", views.accept_all, name="accept_all"),
    path("rapporter/<uuid:id>/andra", own.change, name="change"),
    path("rapporter/<uuid:id>/ta-tillbaka", own.withdraw, name="withdraw"),
    path("rapporter/<uuid:id>/fortfarande", own.still_so, name="still_so"),
    path("rapporter/<uuid:id>/over", own.over_now, name="over_now"),
]
