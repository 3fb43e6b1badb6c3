from django.apps import AppConfig


class Dialogues(AppConfig):
    name = "samsyn.method.dialogues"
    label = "dialogues"
