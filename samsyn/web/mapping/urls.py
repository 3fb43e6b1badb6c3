from django.urls import path

from samsyn.web.mapping import doing, views

app_name = "mapping"
urlpatterns = [
    path("problem/<int:number>/kartlaggning", views.show, name="show"),
    path("problem/<int:number>/kartlaggning/borja", doing.begin, name="begin"),
    path("problem/<int:number>/kartlaggning/skriv", doing.write, name="write"),
    path("problem/<int:number>/kartlaggning/ta-bort", doing.drop, name="drop"),
    path("problem/<int:number>/kartlaggning/<int:version>", views.show, name="version"),
    path("problem/<int:number>/kartlaggning/<int:version>/fil.<slug:format_>", views.paper, name="paper"),
]
