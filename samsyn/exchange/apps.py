from django.apps import AppConfig


class Exchange(AppConfig):
    name = "samsyn.exchange"
    label = "exchange"
