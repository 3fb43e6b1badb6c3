from django.apps import AppConfig


class Plans(AppConfig):
    name = "samsyn.method.plans"
    label = "plans"
