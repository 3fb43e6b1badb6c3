from django.apps import AppConfig


class Tenancy(AppConfig):
    name = "samsyn.ground.tenancy"
    label = "tenancy"
