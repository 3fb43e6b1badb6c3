from django.urls import path

from samsyn.web.evaluation import views, worst

app_name = "evaluation"
urlpatterns = [
    path("problem/<int:number>/utvardering", views.show, name="show"),
    path("problem/<int:number>/utvardering/plan", views.plan, name="plan"),
    path("problem/<int:number>/utvardering/spara", views.keep, name="keep"),
    path("problem/<int:number>/utvardering/varst", worst.fix, name="fix_worst"),
    path("problem/<int:number>/utvardering/varst/svar", worst.answer, name="answer_worst"),
]
