from django.urls import path

from samsyn.web.edition import recipients, views

app_name = "edition"
urlpatterns = [
    path("utgavor/", views.index, name="index"),
    path("utgavor/ny", views.new, name="new"),
    path("utgavor/vantar", views.waiting, name="waiting"),
    path("utgava/<uuid:id>", views.show, name="show"),
    path("utgava/<uuid:id>.<slug:format>", views.as_file, name="file"),
    path("utgava/<uuid:id>/skicka", views.send, name="send"),
    path("utgava/<uuid:id>/svar", views.answer, name="answer"),
    path("utgava/<uuid:id>/aterkalla", views.withdraw, name="withdraw"),
    path("sandlista/", recipients.index, name="recipients"),
    path("sandlista/<uuid:id>", recipients.change, name="recipient"),
    path("sandlista/<uuid:id>/ta-bort", recipients.remove, name="remove_recipient"),
]
