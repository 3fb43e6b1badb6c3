"""A state's playbook is kept as it fits, for states that there are, and never over what somebody else has saved."""

from typing import Any

import pytest

from samsyn.method.pictures.assessments.actions import AssessmentRefused
from samsyn.method.pictures.models import StatePlaybook
from samsyn.method.pictures.playbooks.actions import PlaybookOvertaken, drop_playbook, save_playbook
from samsyn.method.pictures.playbooks.opened import Playbook

pytestmark = pytest.mark.django_db


def test_how_often_is_one_line_that_fits_its_column(town: Any, bo: Any) -> None:
    long = "\n".join(["x" * 200] * 12)
    for rhythm, words in (("En gång\nTvå gånger", "en rad"), ("x" * 201, "högst 200"), (long, "en rad")):
        with pytest.raises(AssessmentRefused, match=words):
            save_playbook(code="raised", playbook=Playbook(rhythm=rhythm), by=bo)
    kept = save_playbook(code="raised", playbook=Playbook(rhythm="\n" + "x" * 200 + "\n"), by=bo)
    kept.full_clean()
    assert kept.rhythm == "x" * 200


def test_only_a_state_of_some_scale_has_a_playbook(town: Any, bo: Any) -> None:
    with pytest.raises(AssessmentRefused, match="inte på någon skala"):
        save_playbook(code="purple", playbook=Playbook(tasks="Ring"), by=bo)
    assert not StatePlaybook.objects.exists() and save_playbook(code="recovery", playbook=Playbook(tasks="Ring"), by=bo)


def test_what_somebody_else_saved_is_not_dropped(client: Any, town: Any, bo: Any) -> None:
    """Bo's page shows version 1; meanwhile version 2 is saved. His press on the suggestion shows him theirs."""
    first = save_playbook(code="raised", playbook=Playbook(tasks="Ring"), by=bo)
    save_playbook(code="raised", playbook=Playbook(tasks="Ring skolan", version=first.version), by=bo)
    client.force_login(bo.user)
    form = {"forslag": "ja", "version": str(first.version), "tasks": "Ring", "due_days": "7"}
    answer = client.post("/norr/bedomning/lagen/raised", form)
    assert answer.status_code == 422 and "Någon annan hann spara" in answer.content.decode()
    assert StatePlaybook.objects.get().tasks == "Ring skolan"
    with pytest.raises(PlaybookOvertaken):
        drop_playbook(code="raised", version=1, by=bo)
    drop_playbook(code="raised", version=2, by=bo)
    assert not StatePlaybook.objects.exists()
