from django.urls import path, register_converter

from samsyn.method.pictures.spans import Span
from samsyn.web.periods import views


class SpanInAddress:
    """A longer period as it stands in an address: 2026-10, 2026-q3, 2026-t2 or 2026."""

    regex = r"\d{4}(?:-(?:t[1-3]|q[1-4]|\d{2}))?"

    def to_python(self, value: str) -> Span:
        return Span.parse(value)

    def to_url(self, value: Span) -> str:
        return value.label


register_converter(SpanInAddress, "span")

app_name = "periods"
urlpatterns = [
    path("lagesbild/period/ta-fram", views.compile, name="compile"),
    *(path(f"lagesbild/{kind}", views.index, {"kind": kind}, name=f"index-{kind}") for kind in views.ADDRESSES),
    path("lagesbild/<span:span>", views.show, name="show"),
    path("lagesbild/<span:span>.json", views.as_json, name="json"),
    path("lagesbild/<span:span>.pdf", views.as_pdf, name="pdf"),
    *(path(f"lagesbild/<span:span>.{kind}", views.as_office, {"kind": kind}, name=kind) for kind in views.OFFICE),
    path("lagesbild/<span:span>/las", views.lock, name="lock"),
]
