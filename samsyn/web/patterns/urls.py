from django.urls import path

from samsyn.web.patterns import views

app_name = "patterns"
urlpatterns = [
    path("monster", views.show, name="show"),
    path("monster/i-lagesbilden", views.put_in, name="put_in"),
    path("monster/i-lagesbilden/<uuid:id>/ta-bort", views.take_out, name="take_out"),
    path("monster/vyer", views.save, name="save_view"),
    path("monster/vyer/<uuid:id>/glom", views.forget, name="forget_view"),
    path("monster/metoder/<slug:method>", views.explain, name="explain"),
]
