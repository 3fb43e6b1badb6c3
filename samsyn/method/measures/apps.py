from django.apps import AppConfig


class Measures(AppConfig):
    name = "samsyn.method.measures"
    label = "measures"
