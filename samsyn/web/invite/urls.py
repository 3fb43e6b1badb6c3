from django.urls import path

from samsyn.web.invite import shift, views

app_name = "invite"
urlpatterns = [
    path("inbjudan/<str:token>", views.invitation, name="invitation"),
    path("skift", shift.sign_in, name="shift"),
    path("skift/slut", shift.end, name="shift_end"),
    path("skift/<str:token>", shift.register, name="shift_register"),
]
