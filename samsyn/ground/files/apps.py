from django.apps import AppConfig


class Files(AppConfig):
    name = "samsyn.ground.files"
    label = "files"
