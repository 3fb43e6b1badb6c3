from django.apps import AppConfig


class Indicators(AppConfig):
    name = "samsyn.method.indicators"
    label = "indicators"
