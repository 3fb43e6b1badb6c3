"""A name in the form's text is asked about; the writer rewrites, or answers that nobody is pointed out."""

import re

import pytest

from samsyn.method.observations.models import Observation
from tests.web.test_report import sent

pytestmark = pytest.mark.django_db
QUESTION = re.compile(r'name="answered" value="([0-9a-f]+)"')


def test_the_question_is_answered_for_exactly_these_words(client, town, anna):
    client.force_login(anna.user)
    page = sent(client, town, text="Det var Kevin som eldade").content.decode()
    assert "ser ut att innehålla ett namn" in page
    (answer,) = QUESTION.findall(page)
    again = sent(client, town, text="Det var Kevin och Liam som eldade", answered=answer)
    assert again.status_code == 200 and not Observation.objects.exists()
    assert sent(client, town, text="Det var Kevin som eldade", answered=answer).status_code == 302


def test_what_is_blocked_has_no_such_button(client, town, anna):
    client.force_login(anna.user)
    page = sent(client, town, text="ring 070-174 06 22").content.decode()
    assert "telefonnummer" in page and not QUESTION.findall(page)
