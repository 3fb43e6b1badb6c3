from django.apps import AppConfig


class Web(AppConfig):
    name = "samsyn.web"
    label = "web"
