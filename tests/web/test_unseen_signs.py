"""Signs that nobody can see stop at the door, whichever field of whichever page they were pasted into."""

import json
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import RequestFactory

from samsyn.api.guard import _plain
from samsyn.ground.refusals import Refused, whole
from samsyn.method.pictures.actions import share_picture
from samsyn.method.pictures.models import PictureComment
from samsyn.web.middleware import PlainText, plain_values
from tests.method.picturing import compiled
from tests.people import NOW

UNSEEN = ["\x00", "\x08", "\x0b", "\x1b", "\x7f", "\x85", "\u202a", "\u202e", "\u2066", "\u2069"]


@pytest.mark.parametrize("sign", UNSEEN)
def test_a_verb_refuses_what_nobody_can_see_and_a_form_arrives_without_it(sign):
    with pytest.raises(Refused, match="tecken som inte syns"):
        whole(f"a{sign}b", most=9, refused=Refused)
    sent = QueryDict(mutable=True)
    sent.setlist("text", [f"a{sign}b\r\n\tc", "å – 👩‍👩‍👧 \u200f"])
    assert plain_values(sent).getlist("text") == ["ab\r\n\tc", "å – 👩‍👩‍👧 \u200f"]
    with pytest.raises(AttributeError):
        plain_values(sent)["text"] = "en till"


def test_whole_keeps_lines_and_tabs_and_a_plain_form_is_the_one_that_was_sent():
    assert whole(" rad ett\r\n\trad två ", most=40, refused=Refused) == "rad ett\r\n\trad två"
    sent = QueryDict("text=a&text=b%0A")
    assert plain_values(sent) is sent


def test_every_view_reads_a_plain_request_and_a_body_that_is_no_form_is_left_alone():
    read = PlainText(lambda request: None)  # type: ignore[arg-type,return-value]
    made = RequestFactory()
    form = made.post("/?q=x%00y", {"text": "a\x00b", "more": ["\u202ec", "d"]})
    read.process_view(form, lambda request: None)  # type: ignore[arg-type,return-value]
    assert (form.POST["text"], form.POST.getlist("more"), form.GET["q"]) == ("ab", ["c", "d"], "xy")
    script = made.post("/", json.dumps({"text": "a"}), content_type="application/json")
    read.process_view(script, lambda request: None)  # type: ignore[arg-type,return-value]
    assert script.body == b'{"text": "a"}'
    order = [each.rpartition(".")[2] for each in settings.MIDDLEWARE]
    assert ("Refusals", "PlainText") in pairwise(order) and order.index("CsrfViewMiddleware") < order.index("PlainText")


@pytest.mark.django_db
def test_a_comment_on_a_picture_is_kept_plain(client: Any, town: Any, bo: Any) -> None:
    picture = compiled(town)
    share_picture(picture=picture, now=NOW, by=bo)
    client.force_login(bo.user)
    told = {"text": "Vid \x00torget\u202e i går", "avsnitt": "areas", "visas": "parties"}
    client.post(f"/norr/lagesbild/{picture.week.address}/kommentar", told)
    assert [each.text for each in PictureComment.objects.all()] == ["Vid torget i går"]


def test_what_the_phone_sends_is_kept_plain_too():
    """What cannot be stored at all is left to the doors, which refuse it in words."""
    assert _plain({"text": "a\x0bb", "more": ["c\u202e", 1, None, {"x": "d\x00"}]}) == {
        "text": "ab", "more": ["c", 1, None, {"x": "d\x00"}]}  # fmt: skip
