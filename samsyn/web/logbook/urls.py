from django.urls import path

from samsyn.web.logbook import lookups, prints, views

app_name = "logbook"
urlpatterns = [
    path("logbok", views.show, name="show"),
    path("lasningar", lookups.show, name="lookups"),
    path("lasningar/fil.<slug:kind>", lookups.as_file, name="lookups_file"),
    path("lasningar/utskrift", prints.printed, name="printed"),
]
