from django.apps import AppConfig


class Library(AppConfig):
    name = "samsyn.method.library"
    label = "library"
