from django.urls import path

from samsyn.web.data import answers, begin, figures, registers, runs, sources

app_name = "data"
urlpatterns = [
    path("data/", runs.listed, name="runs"),
    path("data/ny", begin.choose, name="choose"),
    path("data/ny/kolumner", begin.columns, name="columns"),
    path("data/ny/kategorier", begin.categories, name="categories"),
    path("data/ny/granska", begin.look, name="look"),
    path("data/ny/text", begin.as_text, name="text"),
    path("data/ny/avbryt", begin.cancel, name="cancel"),
    path("data/omraden", registers.areas, name="areas"),
    path("data/platser", registers.places, name="places"),
    path("data/kallor", sources.listed, name="sources"),
    path("data/kallor/<slug:name>", sources.change, name="source"),
    path("data/kallor/<slug:name>.toml", sources.download, name="source_file"),
    path("data/matt", figures.listed, name="figures"),
    path("data/matt/para", figures.match, name="match"),
    path("data/matt/<slug:code>/jamfor", figures.compare, name="compare"),
    path("data/enkat", answers.choose, name="answers"),
    path("data/enkat/kolumner", answers.columns, name="answers_columns"),
    path("data/enkat/granska", answers.look, name="answers_look"),
    path("data/enkat/avbryt", answers.cancel, name="answers_cancel"),
    path("data/hamta", figures.ask, name="ask"),
    path("data/<uuid:pk>", runs.show_one, name="run"),
    path("data/<uuid:pk>/lage", runs.progress, name="progress"),
    path("data/<uuid:pk>/avvisade.csv", runs.rejected, name="rejected"),
    path("data/<uuid:pk>/angra", runs.undo, name="undo"),
    path("data/<uuid:pk>/fortsatt", runs.go_on, name="go_on"),
]
