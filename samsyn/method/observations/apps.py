from django.apps import AppConfig


class Observations(AppConfig):
    name = "samsyn.method.observations"
    label = "observations"
