"""Min vecka: after the role, what is expected and what came of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from samsyn.analysis.weeks import Week
from samsyn.jobs.backups.scheduled import BackupState, remember
from samsyn.method.observations.actions import send_back_observation
from samsyn.method.observations.models import PeriodReply

pytestmark = pytest.mark.django_db


def week_page(client, member):
    client.force_login(member.user)
    return client.get("/norr/").content.decode()


def test_anna_is_asked_to_report_and_for_her_answer(client, anna):
    page = week_page(client, anna)
    assert "Har du sett något?" in page
    assert "Jag var där, inget att rapportera" in page
    assert "Du har inte rapporterat än" in page
    assert "Att granska" not in page


def test_nothing_to_report_is_an_answer(client, anna, town):
    client.force_login(anna.user)
    week = Week.containing(timezone.localdate())
    form = {"organisation": town.organisations["school"].pk, "vecka": week.address, "svar": "nothing"}
    page = client.post("/norr/veckobesked", form, follow=True).content.decode()
    assert "Tack, veckobeskedet är lämnat." in page
    reply = PeriodReply.objects.visible_to(anna).get()
    assert (reply.iso_week, reply.answer) == (week.iso, "nothing")


@pytest.mark.parametrize("change", [{"svar": "kanske"}, {"vecka": "2025-v99"}, {"organisation": "police"}])
def test_an_answer_that_cannot_be_is_not_stored(client, anna, town, change):
    client.force_login(anna.user)
    form = {"organisation": town.organisations["school"].pk, "vecka": "2025-v40", "svar": "nothing", **change}
    if form["organisation"] == "police":
        form["organisation"] = town.organisations["police"].pk
    client.post("/norr/veckobesked", form)
    assert not PeriodReply.objects.filter(municipality=town.municipality).exists()


def test_whoever_has_reported_need_not_answer(client, anna, observe):
    seen = timezone.now() - timedelta(minutes=5)
    observe(observed_to=seen, now=timezone.now(), accept=False)
    assert "har rapporterat" in week_page(client, anna)


def test_anna_sees_what_came_of_her_reports(client, anna, bo, observe):
    observation = observe(accept=False)
    send_back_observation(observation=observation, reason="Vilken uppgång?", by=bo)
    page = week_page(client, anna)
    assert "Vilken uppgång?" in page
    assert "tillbaka till rapportören" in page


def test_bo_sees_what_waits_and_who_has_not_answered(client, bo, observe):
    [observe(accept=False) for _ in range(8)]
    page = week_page(client, bo)
    assert "Godkänn alla 8" in page
    assert "Se alla 8 i listan" in page
    assert "Inte svarat:" in page
    assert "Hyreshus AB" in page
    assert "Ta fram lägesbilden" in page


def test_bo_with_nothing_to_review_is_told_so(client, bo):
    assert "Allt är läst." in week_page(client, bo)


def test_eva_reviews_only_her_own_organisations_reports(client, eva, observe):
    observe(by=eva, accept=False)
    observe(accept=False)
    page = week_page(client, eva)
    assert page.count('class="line-what"') >= 1
    assert "Godkänn alla" not in page, "one report is one button"


def test_siv_sees_the_picture_and_nothing_else(client, siv):
    page = week_page(client, siv)
    assert "Ingen lägesbild är låst än." in page
    assert "Rapportera" not in page


def test_min_vecka_asks_the_same_few_questions_however_much_there_is(
    client, bo, observe, django_assert_num_queries
):
    [observe(accept=False) for _ in range(12)]
    client.force_login(bo.user)
    with django_assert_num_queries(21):
        client.get("/norr/")




def test_who_looks_after_the_service_sees_how_old_the_backup_is_and_nobody_else(
    client, settings, tmp_path, tmp_path_factory, bo, anna, siv
):  # fmt: skip
    kept = tmp_path_factory.mktemp("kept")
    settings.SAMSYN_DATA, settings.BACKUP_TO, settings.BACKUP_KEY_FILE = tmp_path, str(kept), "a key"
    now = timezone.now()
    for hours, file, mark, words in (
        (7, tmp_path, "Som den ska", "Säkerhetskopian är 7 timmar gammal"),
        (50, tmp_path, "Måste åtgärdas", "den nyaste är 50 timmar gammal. Disken är full."),
        (7, tmp_path / "gone", "Måste åtgärdas", "finns inte där den lades"),
        (-30, tmp_path, "Måste åtgärdas", "Nattens säkerhetskopia är inte gjord"),
    ):
        made = (now - timedelta(hours=hours)).isoformat()
        problem = "Disken är full." if hours == 50 else ""
        remember(BackupState(made_at=made, proved_at=now.isoformat(), file=str(file), problem=problem))
        page = week_page(client, bo)
        assert mark in page and words in page, words
        assert ("kör samsyn backup make" in page) == (mark == "Måste åtgärdas")
    (tmp_path / "backup_state.json").unlink()
    assert "Ingen säkerhetskopia är gjord än" in week_page(client, bo)
    for other in (anna, siv):
        assert "äkerhetskopia" not in week_page(client, other)
