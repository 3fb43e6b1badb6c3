from django.apps import AppConfig


class Problems(AppConfig):
    name = "samsyn.method.problems"
    label = "problems"
