"""samsyn analyse: every method on a file, as its user types it."""

import csv
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from samsyn.analysis.catalogue import METHODS, settings_of
from samsyn.cli.__main__ import main
from samsyn.cli.analyse import TOO_LITTLE, WORDS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two years of reports round three heaps, with a heap that begins in the last month."""
    rng = np.random.default_rng(7)
    middle = np.array([[664_000, 6_564_000], [666_000, 6_567_000], [668_500, 6_562_500]])
    points = middle[rng.integers(0, 3, 2400)] + rng.normal(0, 300, (2400, 2))
    days = rng.uniform(0, 728, 2400)
    points[:60], days[:60] = [665_000, 6_561_000] + rng.normal(0, 40, (60, 2)), rng.uniform(700, 728, 60)
    ends = np.datetime64("2024-01-01T00:00", "m") + (days * 1440).astype("timedelta64[m]")
    path = tmp_path_factory.mktemp("analyse") / "rapporter.csv"
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["från", "till", "kategori", "x", "y", "part"])
        for number, ((x, y), end) in enumerate(zip(points, ends, strict=True)):
            start = end - np.timedelta64(int(rng.integers(0, 600)), "m")
            writer.writerow([str(start).replace("T", " "), str(end).replace("T", " "), "EFG"[number % 3],
                             f"{x:.1f}".replace(".", ","), f"{y:.1f}".replace(".", ","), f"p{number % 5}"])
    return path


def answer(capsys: pytest.CaptureFixture[str], *words: str) -> dict:
    assert main(["analyse", *words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_answers_and_says_what_it_rests_on(
    name: str, town: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    begun = ["--set", "start=2025-03-03", "--column", "area=part"] if name in ("effect", "interrupted") else []
    begun += ["--set", "area=p1"] if name == "effect" else []
    begun += ["--column", "value=x"] if name == "estimate" else []
    begun += ["--set", "runs=20", "--set", "cell_m=500"] if name == "calibration" else []
    found = answer(capsys, name, str(town), "--column", "category=kategori", "--column", "organisation=part", *begun)
    assert found["method"] == name and found["format"] == 1
    assert found["source"]["file"] == "rapporter.csv"
    assert found["source"]["columns"]["time"] == "till" and found["source"]["columns"]["from"] == "från"
    assert set(found["settings"]) == {option.name for option in METHODS[name].options}
    assert (found["seed"] is not None) == METHODS[name].draws
    assert len({len(column) for column in found["rows"].values()}) == 1


@pytest.mark.parametrize("name", sorted(METHODS))
def test_every_method_has_its_words_and_its_page(name: str) -> None:
    assert WORDS[name]
    assert (ROOT / "docs" / "statistics" / f"{METHODS[name].page}.md").is_file()


def test_what_was_planted_is_found(town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "nya.geojson"
    assert main(["analyse", "emerging", str(town), "--out", str(out), "--set", "cell_m=200"]) == 0
    features = json.loads(out.read_text())["features"]
    new = [each["properties"] for each in features if each["properties"]["pattern"] in ("new", "consecutive")]
    assert any(abs(each["x_m"] - 665_000) < 400 and abs(each["y_m"] - 6_561_000) < 400 for each in new)


def test_the_same_seed_gives_the_same_answer(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("concentration", str(town), "--set", "replications=29")
    assert answer(capsys, *words) == answer(capsys, *words)
    assert answer(capsys, *words, "--seed", "2")["seed"] == 2


@pytest.mark.parametrize("suffix", [".json", ".csv", ".parquet"])
def test_the_ways_out(suffix: str, town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", "hours", str(town), "--out", str(tmp_path / f"timmar{suffix}")]) == 0
    assert (tmp_path / f"timmar{suffix}").stat().st_size > 500


@pytest.mark.parametrize(("words", "sentence"), [
    (["hours", "{town}", "--set", "timmar=3"], "inget val som heter timmar"),
    (["hours", "{town}", "--set", "certain_hours=-1"], "mellan 0 och 168"),
    (["counts", "{town}", "--set", "by=gata"], "all eller area"),
    (["counts", "{town}", "--set", "by=area"], "--column"),
    (["counts", "{town}", "--column", "time=datum"], "finns inte i filen"),
    (["unusual", "{town}", "--set", "last_week=snart"], "2026-W40"),
    (["effect", "{town}", "--column", "area=part", "--set", "start=i mars"], "start=2026-03-01"),
    (["effect", "{town}", "--set", "start=2025-03-03", "--set", "area=p9"], "finns inte i filen"),
    (["hours", "{town}", "--out", "timmar.geojson"], "inga platser att rita"),
    (["hours", "{town}", "--out", "timmar.doc"], "kan skrivas som"),
    (["hours", "saknas.csv"], "finns inte")])
def test_refusals_say_what_to_do(
    words: list[str], sentence: str, town: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["analyse", *(word.format(town=town) for word in words)]) == 1
    assert sentence in capsys.readouterr().err


def test_a_comparison_chosen_afterwards_is_told_of_no_effect(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("effect", str(town), "--column", "area=part", "--set", "area=p1", "--set", "start=2025-03-03",
             "--set", "comparison=p2")
    after, planned = answer(capsys, *words), answer(capsys, *words, "--set", "planned=1")
    assert after["says"] == "effect.not_told" and after["figures"]["ratio"] is None
    assert planned["says"] == "effect.unclear" and planned["figures"]["low"] < 1 < planned["figures"]["high"]
    rest = answer(capsys, *words[:-2])              # all the other areas are no choice of anybody's
    assert rest["figures"]["grade"] > 0 and "comparison_chosen_after" not in rest["figures"]["because"]


def test_answers_to_a_survey_are_weighed_and_few_are_not_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "svar.csv"
    rows = ["1;2;Norr"] * 40 + ["0;1;Norr"] * 20 + ["1;1;Söder"] * 5
    path.write_text("\n".join(["svar;vikt;omr", *rows]), encoding="utf-8")
    columns = ["--column", "value=svar", "--column", "weight=vikt", "--column", "area=omr"]
    found = answer(capsys, "estimate", str(path), *columns, "--set", "of=share")
    assert found["figures"]["value"] == pytest.approx(85 / 105)
    assert found["rows"]["series"] == ["Norr", "Söder"] and found["rows"]["value"] == [0.8, None]


def test_without_any_settings_it_answers_and_refuses_in_words(town: Path) -> None:
    """As it is typed on a machine where nothing is set up: no secret, no database, no Django."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SAMSYN_", "DJANGO_"))}
    run = partial(subprocess.run, capture_output=True, text=True, env=bare, cwd=ROOT)
    fine = run([sys.executable, "-m", "samsyn.cli", "analyse", "hours", str(town)])
    assert fine.returncode == 0 and "events" in fine.stdout, fine.stderr
    refused = run([sys.executable, "-m", "samsyn.cli", "analyse", "hours", "saknas.csv"])
    assert refused.returncode == 1 and refused.stderr == "Filen saknas.csv finns inte.\n"


def test_a_file_without_places_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "utan.csv"
    path.write_text("datum;antal\n2025-01-02;3\n2025-01-03;4\n", encoding="utf-8")
    assert main(["analyse", "hotspots", str(path)]) == 1
    assert "saknar läge" in capsys.readouterr().err


def test_every_way_to_have_too_little_has_its_sentence() -> None:
    keys = set()
    for path in (ROOT / "samsyn" / "analysis" / "catalogue").glob("*.py"):
        keys |= {part.split('"')[0] for part in path.read_text().split('TooLittle("')[1:]}
    assert keys == set(TOO_LITTLE)


def test_a_setting_keeps_its_kind() -> None:
    assert settings_of(METHODS["hotspots"], {"reach_cells": "2"})["reach_cells"] == 2
    with pytest.raises(KeyError):
        settings_of(METHODS["hotspots"], {"reach": 2})


@pytest.mark.parametrize("name", [name for name, method in METHODS.items() if method.tells])
def test_long_methods_tell_how_far_they_have_come_and_the_answer_is_the_same(
    name: str, town: Path, capsys: pytest.CaptureFixture[str],
) -> None:
    few = {"scan": "replications=99", "near-repeats": "permutations=299", "hotspots": "replications=99",
           "concentration": "replications=99", "calibration": "runs=20"}[name]
    words = ["analyse", name, str(town), "--json", "--set", few]
    assert main(words) == 0
    silent = capsys.readouterr()
    assert silent.err == ""                                     # no terminal, not asked for: nothing
    assert main([*words, "--progress"]) == 0
    told = capsys.readouterr()
    assert told.out == silent.out
    shares = [int(line.removesuffix(" %")) for line in told.err.split("\n") if line]
    assert shares == sorted(set(shares)) and shares[-1] == 100 and len(shares) >= 2


def test_a_terminal_sees_the_per_cent_over_itself(
    town: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert main(["analyse", "concentration", str(town)]) == 0
    assert "\r 50 %" in (told := capsys.readouterr().err) and told.endswith("\r100 %\n")
