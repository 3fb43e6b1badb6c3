from django.urls import path

from samsyn.web.directory import town

app_name = "directories"
urlpatterns = [
    path("organisation/kataloger", town.listed, name="listed"),
    path("organisation/kataloger/ny", town.add, name="add"),
    path("organisation/kataloger/<uuid:pk>", town.show_one, name="one"),
    path("organisation/kataloger/<uuid:pk>/andra", town.change, name="change"),
    path("organisation/kataloger/<uuid:pk>/grupp", town.give, name="give"),
    path("organisation/kataloger/<uuid:pk>/grupp/<uuid:row_pk>/bort", town.take, name="take"),
    path("organisation/kataloger/<uuid:pk>/person", town.link, name="link"),
    path("organisation/kataloger/<uuid:pk>/person/<uuid:row_pk>/bort", town.unlink, name="unlink"),
]
