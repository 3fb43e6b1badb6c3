from django.urls import path

from samsyn.web.duties import steps, survey, views

app_name = "duties"
urlpatterns = [
    path("lagkollen", views.show, name="show"),
    path("lagkollen/koppla", views.link_all, name="link_all"),
    path("lagkollen/rapport", views.report, name="report"),
    path("lagkollen/bevis/<uuid:pk>/ta-bort", views.unlink, name="unlink"),
    path("lagkollen/skyldighet/<slug:code>", views.one, name="one"),
    path("lagkollen/skyldighet/<slug:code>/koppla", views.link, name="link"),
    path("lagkollen/enkat", survey.show, name="survey"),
    path("lagkollen/enkat/fil.<slug:format>", survey.as_file, name="survey_file"),
    path("lagkollen/enkat/fraga", survey.add_question, name="add_question"),
    path("lagkollen/enkat/fraga/<uuid:pk>", survey.question, name="question"),
    path("lagkollen/enkat/svar/<uuid:pk>", survey.answer, name="answer"),
    path("sjalvskattning", survey.check, name="check"),
    path("sjalvskattning/fil.<slug:format>", survey.check_file, name="check_file"),
    path("samverkan", steps.show, name="steps"),
    path("samverkan/borja", steps.begin, name="begin"),
    path("samverkan/steg", steps.move, name="move"),
    path("samverkan/rad", steps.add, name="add"),
    path("samverkan/rad/<uuid:pk>", steps.mark, name="mark"),
]
