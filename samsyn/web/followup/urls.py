from django.urls import path

from samsyn.web.followup import views

app_name = "followup"
urlpatterns = [
    path("atgarder/<int:number>/uppfoljning", views.show, name="show"),
    path("atgarder/<int:number>/uppfoljning/jamforelse", views.compare, name="compare"),
    path("atgarder/<int:number>/uppfoljning/ny", views.look_back, name="look_back"),
]
