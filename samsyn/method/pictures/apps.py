from django.apps import AppConfig


class Pictures(AppConfig):
    name = "samsyn.method.pictures"
    label = "pictures"
