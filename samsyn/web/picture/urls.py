from django.urls import path, register_converter

from samsyn.analysis.weeks import Week
from samsyn.web.picture import correcting, views, writing


class WeekInAddress:
    """A week as it stands in an address: 2026-v47."""

    regex = r"\d{4}-v\d{1,2}"

    def to_python(self, value: str) -> Week:
        return Week.parse(value)

    def to_url(self, value: Week) -> str:
        return value.address


register_converter(WeekInAddress, "week")

app_name = "picture"
urlpatterns = [
    path("lagesbild/", views.index, name="index"),
    path("lagesbild/ta-fram", views.compile, name="compile"),
    path("lagesbild/<week:week>", views.show, name="show"),
    path("lagesbild/<week:week>.json", views.as_json, name="json"),
    path("lagesbild/<week:week>.pdf", views.as_pdf, name="pdf"),
    path("lagesbild/<week:week>/las", views.lock, name="lock"),
    path("lagesbild/<week:week>/avstamning", writing.share, name="share"),
    path("lagesbild/<week:week>/kommentar", writing.comment, name="comment"),
    path("lagesbild/<week:week>/upplagg", writing.lay_out, name="lay_out"),
    path("lagesbild/<week:week>/text", writing.write, name="write"),
    path("lagesbild/<week:week>/kopiera", writing.copy, name="copy"),
    path("lagesbild/<week:week>/meningar", writing.sentences, name="sentences"),
    path("lagesbild/<week:week>/ratta", correcting.correct, name="correct"),
]
