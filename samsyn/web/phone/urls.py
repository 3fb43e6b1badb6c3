from django.urls import path

from samsyn.web.phone import views

app_name = "phone"
urlpatterns = [
    path("app.webmanifest", views.manifest, name="manifest"),
    path("app-ikon-<int:size>.png", views.app_icon, name="icon"),
]
