from django.apps import AppConfig


class Duties(AppConfig):
    name = "samsyn.method.duties"
    label = "duties"
