from django.urls import path

from samsyn.web.causes import asking, doing, factors, paper, short, views

app_name = "causes"
urlpatterns = [
    path("problem/<int:number>/orsaker", views.show, name="show"),
    path("problem/<int:number>/orsaker/ny", doing.add, name="add"),
    path("problem/<int:number>/orsaker/slutsats", doing.conclude, name="conclude"),
    path("problem/<int:number>/orsaker/steg", doing.add_steps, name="add_steps"),
    path("problem/<int:number>/orsaker/steg/<uuid:pk>", doing.change_step, name="change_step"),
    path("problem/<int:number>/orsaker/exempel", doing.examples, name="examples"),
    path("problem/<int:number>/orsaker/fraga", asking.ask, name="ask"),
    path("problem/<int:number>/orsaker/fraga/<uuid:pk>", asking.answered, name="answered"),
    path("problem/<int:number>/orsaker/kort/<int:step>", short.form, name="short"),
    path("problem/<int:number>/orsaker/kort/<int:step>/utkast", short.draft, name="draft"),
    path("problem/<int:number>/orsaker/fil.<str:kind>", paper.as_file, name="file"),
    path("problem/<int:number>/orsaker/belagg/<uuid:pk>/ta-bort", doing.remove_grounds, name="remove_grounds"),
    path("problem/<int:number>/orsaker/<uuid:pk>", views.one, name="one"),
    path("problem/<int:number>/orsaker/<uuid:pk>/flytta", doing.move, name="move"),
    path("problem/<int:number>/orsaker/<uuid:pk>/ta-bort", doing.remove, name="remove"),
    path("problem/<int:number>/orsaker/<uuid:pk>/belagg", doing.add_grounds, name="add_grounds"),
    path("omradesfaktorer/<str:code>", factors.show, name="factors"),
    path("omradesfaktorer/<str:code>/<uuid:pk>", factors.change, name="change_factor"),
    path("omradesfaktorer/<str:code>/<uuid:pk>/upphor", factors.end, name="end_factor"),
]
