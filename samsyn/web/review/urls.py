from django.urls import path

from samsyn.web.review import views

app_name = "review"
urlpatterns = [
    path("granska", views.show, name="show"),
    path("granska/<uuid:id>/godkann", views.accept, name="accept"),
    path("granska/<uuid:id>/fraga", views.ask, name="ask"),
    path("granska/<uuid:id>/fel-kanal", views.refuse, name="refuse"),
    path("granska/<uuid:id>/samma", views.merge, name="merge"),
    path("granska/<uuid:id>/omrade", views.coarse, name="coarse"),
    path("granska/<uuid:id>/ta-upp", views.mark, name="mark"),
    path("granska/urval", views.save, name="save"),
    path("granska/urval/<uuid:id>/glom", views.forget, name="forget"),
    path("granska/rattelse/<uuid:id>", views.handled, name="handled"),
]
