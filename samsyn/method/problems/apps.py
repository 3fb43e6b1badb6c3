from django.apps import AppConfig


class Problems(AppConfig):
    name = "samsyn.method.problems"
    label = "problems"

    def ready(self) -> None:
        """Let pictures keep in which phases areas and problems stood when they were locked."""
        from samsyn.method.pictures.beside import lay_at_lock  # noqa: PLC0415
        from samsyn.method.problems.phases.told import BESIDE, phases_then  # noqa: PLC0415

        lay_at_lock(BESIDE, phases_then)
