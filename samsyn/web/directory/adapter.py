"""What allauth asks about providers: they are the municipalities' own rows, and nothing is kept in its tables."""

import functools
import logging
from typing import Any, NoReturn

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from samsyn.ground.people.directories.actions import DirectoryRefused, enter_through
from samsyn.ground.people.models import Directory, OpenSession
from samsyn.ground.people.security.actions import has_second_step
from samsyn.web.account import second_step
from samsyn.web.directory import answers
from samsyn.web.directory.hosts import may_be_asked
from samsyn.web.directory.providers import app_of, read_answer
from samsyn.web.entering import let_in, remember, safe_way_on

logger = logging.getLogger(__name__)
PATIENCE_SECONDS = 6


class OwnDirectories(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """No apps in allauth's own tables or settings; each request asks for the directory that its address names."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """Return the one directory with this code that is in use, or none."""
        code = client_id or provider
        return [app_of(row) for row in Directory.objects.published() if row.code == code]

    def get_requests_session(self) -> Any:
        """Ask only hosts that may be asked, where they were checked, never where an answer points on, nor for long."""
        import requests

        from samsyn.web.directory.pinned import AtAddress

        session = requests.Session()
        ask = session.request

        @functools.wraps(ask)
        def asked(method: str, url: str, **more: Any) -> Any:
            try:
                session.mount("https://", AtAddress(may_be_asked(url)))
            except answers.AnswerRefused as refusal:
                raise requests.RequestException(str(refusal)) from refusal
            return ask(method, url, **{"timeout": PATIENCE_SECONDS, **more, "allow_redirects": False})

        session.request = asked  # type: ignore[method-assign]
        return session

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None,
                                extra_context: Any = None) -> None:  # fmt: skip
        """Say in a sentence why the answer was not taken; the reason itself goes to the operator's log."""
        why = answers.reason(exception, extra_context)
        logger.warning("sign-in through %s refused: %s", provider.app.provider_id, why)
        self._refuse(request, answers.sentence(error, exception, extra_context, name=provider.app.name))

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """The answer itself has been checked: find whose account it opens, and let the person in."""
        row = Directory.objects.published().get(code=sociallogin.provider.app.provider_id)
        try:
            answer = read_answer(row, sociallogin)
            user = enter_through(directory=row, vouched=answer.vouched, today=timezone.localdate())
        except DirectoryRefused as refusal:
            self._refuse(request, refusal.sentence)
        way_on, stepped = safe_way_on(request, sociallogin.state.get("next")), answer.stepped
        if not stepped and has_second_step(user):
            raise ImmediateHttpResponse(
                second_step.ask(request, user, way_on=way_on, way="directory", only_in=row.municipality)
            )
        let_in(request, user, way=OpenSession.Way.DIRECTORY, stepped=stepped, only_in=row.municipality)
        raise ImmediateHttpResponse(remember(redirect(way_on), language=user.language, theme=user.theme))

    def _refuse(self, request: HttpRequest, sentence: str) -> NoReturn:
        raise ImmediateHttpResponse(answers.refused(request, sentence))
