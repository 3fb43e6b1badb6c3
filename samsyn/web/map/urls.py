from django.urls import path

from samsyn.web.map import background, files, layers, many, pocket, views

app_name = "map"
urlpatterns = [
    path("karta", views.show, name="show"),
    path("karta/andra", many.change, name="change"),
    path("karta/angra", many.undo, name="undo"),
    path("karta/vyer", views.save, name="save_view"),
    path("karta/vyer/<uuid:id>/glom", views.forget, name="forget_view"),
    path("karta/export.<slug:kind>", files.export_shown, name="export"),
    path("karta/bakgrund", files.base_map, name="base_map"),
    path("organisation/bakgrundskarta", background.change, name="background"),
    path("karta/underlag.json", layers.ground, name="ground"),
    path("karta/fickan.json", pocket.pocket, name="pocket"),
    path("karta/laget.json", layers.now_shown, name="now_shown"),
    path("karta/kort", layers.card, name="card"),
    path("karta/punkter.geojson", layers.points, name="points"),
    path("karta/plattor/<int:z>/<int:x>/<int:y>.mvt", layers.tile, name="tile"),
]
