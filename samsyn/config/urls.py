"""Every address of the house."""

from django.urls import include, path

handler403 = "samsyn.web.errors.views.not_allowed"
handler404 = "samsyn.web.errors.views.not_found"
handler500 = "samsyn.web.errors.views.broken"

urlpatterns = [
    path("", include("samsyn.web.account.urls")),
    path("", include("samsyn.web.directory.urls")),
    path("", include("samsyn.web.health.urls")),
    path("", include("samsyn.web.help.urls")),
    path("", include("samsyn.web.invite.urls")),
    path("", include("samsyn.web.letters.urls")),
    path("<slug:slug>/", include("samsyn.api.urls")),
    path("<slug:slug>/", include("samsyn.web.start.urls")),
    path("", include("samsyn.web.phone.root_urls")),
    path("<slug:slug>/", include("samsyn.web.phone.urls")),
    path("<slug:slug>/", include("samsyn.web.my_reports.urls")),
    path("<slug:slug>/", include("samsyn.web.course.urls")),
    path("<slug:slug>/", include("samsyn.web.report.urls")),
    path("<slug:slug>/", include("samsyn.web.register.urls")),
    path("<slug:slug>/", include("samsyn.web.checklist.urls")),
    path("<slug:slug>/", include("samsyn.web.police.urls")),
    path("<slug:slug>/", include("samsyn.web.observation.urls")),
    path("<slug:slug>/", include("samsyn.web.review.urls")),
    path("<slug:slug>/", include("samsyn.web.map.urls")),
    path("<slug:slug>/", include("samsyn.web.patterns.urls")),
    path("<slug:slug>/", include("samsyn.web.layouts.urls")),
    path("<slug:slug>/", include("samsyn.web.picture.urls")),
    path("<slug:slug>/", include("samsyn.web.own_picture.urls")),
    path("<slug:slug>/", include("samsyn.web.merging.urls")),
    path("<slug:slug>/", include("samsyn.web.periods.urls")),
    path("<slug:slug>/", include("samsyn.web.assessment.urls")),
    path("<slug:slug>/", include("samsyn.web.measures.urls")),
    path("<slug:slug>/", include("samsyn.web.followup.urls")),
    path("<slug:slug>/", include("samsyn.web.goals.urls")),
    path("<slug:slug>/", include("samsyn.web.against.urls")),
    path("<slug:slug>/", include("samsyn.web.evaluation.urls")),
    path("<slug:slug>/", include("samsyn.web.library.urls")),
    path("<slug:slug>/", include("samsyn.web.meeting.urls")),
    path("<slug:slug>/", include("samsyn.web.priority.urls")),
    path("<slug:slug>/", include("samsyn.web.problem.urls")),
    path("<slug:slug>/", include("samsyn.web.causes.urls")),
    path("<slug:slug>/", include("samsyn.web.edition.urls")),
    path("<slug:slug>/", include("samsyn.web.data.urls")),
    path("<slug:slug>/", include("samsyn.web.organisation.urls")),
    path("<slug:slug>/", include("samsyn.web.logbook.urls")),
    path("<slug:slug>/", include("samsyn.web.area.urls")),
    path("<slug:slug>/", include("samsyn.web.panel.urls")),
    path("<slug:slug>/", include("samsyn.web.town.urls")),
    path("<slug:slug>/", include("samsyn.web.thread.urls")),
]
