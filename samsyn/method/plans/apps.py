from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "samsyn.method.plans"
    label = "plans"
