from django.apps import AppConfig


class Letters(AppConfig):
    name = "samsyn.letters"
    label = "letters"
