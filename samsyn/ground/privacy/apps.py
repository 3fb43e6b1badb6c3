from django.apps import AppConfig


class Privacy(AppConfig):
    name = "samsyn.ground.privacy"
    label = "privacy"
