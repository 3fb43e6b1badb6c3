from django.apps import AppConfig


class Places(AppConfig):
    name = "samsyn.ground.places"
    label = "places"
