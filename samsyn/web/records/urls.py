from django.urls import path

from samsyn.web.records import archive, disposal, leaving, papers, release

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
    path("arkiv", archive.show, name="archive"),
    path("arkiv/<uuid:pk>", archive.one, name="package"),
    path("arkiv/<uuid:pk>/paket.zip", archive.as_file, name="package_file"),
    path("arkiv/<uuid:pk>/ta-bort", archive.remove, name="package_remove"),
    path("egna-uppgifter", leaving.own, name="own_data"),
    path("egna-uppgifter/<uuid:pk>.zip", leaving.own_file, name="own_data_file"),
    path("parter/<uuid:pk>/lamnar", leaving.leave, name="party_leaves"),
    path("parter/protokoll/<uuid:pk>.zip", leaving.party_file, name="departure_file"),
    path("parter/protokoll/<uuid:pk>.pdf", leaving.protocol, name="departure_protocol"),
    path("dataskydd", papers.show, name="papers"),
    path("dataskydd/<slug:code>", papers.one, name="paper"),
]
