from django.urls import path

from samsyn.web.records import disposal, papers, release

app_name = "records"
urlpatterns = [
    path("gallring", disposal.show, name="disposal"),
    path("gallring/regel/<slug:code>", disposal.rule, name="disposal_rule"),
    path("gallring/regel/<slug:code>/utfor", disposal.carry_out, name="disposal_now"),
    path("gallring/intyg/<uuid:pk>", disposal.certificate, name="certificate"),
    path("utlamnande", release.show, name="requests"),
    path("utlamnande/ny", release.take_in, name="request_new"),
    path("utlamnande/<uuid:pk>", release.one, name="request"),
    path("utlamnande/<uuid:pk>/maska", release.mask, name="mask"),
    path("utlamnande/<uuid:pk>/beslut", release.decide, name="decide"),
    path("utlamnande/<uuid:pk>/handlingar.pdf", release.as_pdf, name="request_pdf"),
    path("dataskydd", papers.show, name="papers"),
    path("dataskydd/<slug:code>", papers.one, name="paper"),
]
