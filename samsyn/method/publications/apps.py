from django.apps import AppConfig


class Publications(AppConfig):
    name = "samsyn.method.publications"
    label = "publications"
