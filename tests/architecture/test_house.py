"""Fence: every route is guarded, every field sorted, every setting documented, every table migrated."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.urls import URLPattern, URLResolver, get_resolver, path
from django.utils import translation

from samsyn.ground.privacy.declarations import (
    THIRD_PARTY,
    Declaration,
    declaration_of,
    declarations,
    own_models,
    privacy_table,
    third_party_models,
)
from tests.architecture.source import PACKAGE, ROOT

# --- routes -------------------------------------------------------------------------------------

GUARDS = ("open", "signed_in", "members", "by_secret")


def routes(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Callable]]:
    """Yield every address and its view."""
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def unguarded(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Return the addresses whose view does not say who may enter."""
    return [
        address
        for address, view in routes(patterns)
        if str(getattr(view, "guarded_as", "")).split(":")[0] not in GUARDS
    ]


def nameless_municipality(patterns: Iterable[URLPattern | URLResolver]) -> list[str]:
    """Return addresses for members that do not begin with the municipality."""
    return [
        address
        for address, view in routes(patterns)
        if str(getattr(view, "guarded_as", "")).startswith("members") and not address.startswith("<slug:slug>/")
    ]


def test_every_route_says_who_may_enter():
    assert unguarded(get_resolver().url_patterns) == []


def test_the_municipality_comes_from_the_address():
    assert nameless_municipality(get_resolver().url_patterns) == []


def test_an_unguarded_route_is_seen():
    def view(request): ...

    assert unguarded([path("hemligt/", view)]) == ["hemligt/"]
    view.guarded_as = "anything"
    assert unguarded([path("hemligt/", view)]) == ["hemligt/"]
    view.guarded_as = "members:export"
    assert unguarded([path("hemligt/", view)]) == []
    assert nameless_municipality([path("hemligt/", view)]) == ["hemligt/"]


# --- privacy ------------------------------------------------------------------------------------

RULES = {"blank", "forget", "erase", "keep"}


def badly_sorted(declared: Iterable[Declaration]) -> list[str]:
    """Return models with fields that are neither personal nor harmless, both, unknown, or with an unknown rule."""
    found = []
    for one in declared:
        found += [f"{one.model}.{name} is not sorted" for name in sorted(one.undeclared)]
        found += [f"{one.model}.{name} does not exist" for name in sorted(one.unknown)]
        found += [f"{one.model}.{name} is both" for name in sorted(set(one.personal) & one.harmless)]
        found += [f"{one.model}.{name}: {rule}?" for name, rule in one.personal.items() if rule not in RULES]
    return found


def test_every_field_is_personal_or_harmless():
    assert badly_sorted(declarations()) == []


def test_a_field_nobody_sorted_is_seen():
    breach = Declaration("Note", "", {"text": "burn", "a": "blank"}, {"a", "gone"}, None, {"text", "a", "author"})
    assert badly_sorted([breach]) == [
        "Note.author is not sorted",
        "Note.gone does not exist",
        "Note.a is both",
        "Note.text: burn?",
    ]


def test_a_table_without_a_declaration_is_seen():
    class Undeclared(models.Model):
        name = models.CharField(max_length=5)

        class Meta:
            app_label = "undeclared"
            managed = False

    assert "Undeclared.name is not sorted" in badly_sorted([declaration_of(Undeclared)])
    apps.all_models["undeclared"].clear()


def test_tables_of_third_parties_are_declared():
    assert third_party_models() == set(THIRD_PARTY)


def test_the_promise_in_privacy_md_is_what_the_code_keeps():
    promise = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
    assert privacy_table().strip() in promise, "write it again: python tools/privacy.py"
    assert [label for label in THIRD_PARTY if label not in promise] == []


# --- glossary -----------------------------------------------------------------------------------


def not_in_glossary(names: Iterable[str], glossary: str) -> list[str]:
    """Return names that the glossary does not hold as code."""
    return sorted(name for name in names if f"`{name}`" not in glossary)


def test_every_table_stands_in_the_glossary():
    glossary = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
    assert not_in_glossary((model.__name__ for model in own_models()), glossary) == []


def test_a_name_without_a_swedish_word_is_seen():
    assert not_in_glossary(["Place", "Gadget"], "| plats | `Place` |") == ["Gadget"]


# --- settings -----------------------------------------------------------------------------------

READERS = {"text", "number", "yes", "words", "one_of"}


def settings_read(source: str) -> set[str]:
    """Return the SAMSYN_* variables that a settings file reads."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in READERS and node.args:
            if isinstance(node.args[0], ast.Constant):
                names.add(f"SAMSYN_{node.args[0].value}")
    return names


def settings_differences(source: str, manual: str) -> tuple[list[str], list[str]]:
    """Return (read but not documented, documented but not read)."""
    read, documented = settings_read(source), set(re.findall(r"^\| `(SAMSYN_\w+)`", manual, re.M))
    return sorted(read - documented), sorted(documented - read)


def test_every_setting_is_documented():
    source = (PACKAGE / "config" / "settings.py").read_text(encoding="utf-8")
    manual = (ROOT / "docs" / "operate" / "settings.md").read_text(encoding="utf-8")
    assert settings_differences(source, manual) == ([], [])


def test_a_setting_nobody_wrote_down_is_seen():
    source = 'A = text("NEW")\nB = number("HOURS", 3)\n'
    assert settings_differences(source, "| `SAMSYN_HOURS` | … |\n| `SAMSYN_OLD` | … |") == (
        ["SAMSYN_NEW"],
        ["SAMSYN_OLD"],
    )


# --- migrations ---------------------------------------------------------------------------------


def missing_migrations(state: ProjectState) -> list[str]:
    """Return the rooms whose tables differ from their migrations."""
    with translation.override(None):
        loader = MigrationLoader(None, ignore_no_migrations=True)
        changes = MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("samsyn.")}
    return sorted(ours & set(changes))


@pytest.mark.slow
def test_no_migration_is_missing():
    assert missing_migrations(ProjectState.from_apps(apps)) == []


@pytest.mark.slow
def test_a_missing_migration_is_seen():
    state = ProjectState.from_apps(apps)
    state.models["tenancy", "municipality"].fields["motto"] = models.CharField(max_length=10, default="")
    assert missing_migrations(state) == ["tenancy"]


def test_migrations_have_a_name_and_import_only_what_lasts():
    for file in PACKAGE.rglob("migrations/[0-9]*.py"):
        assert not re.match(r"\d{4}_auto_", file.name), file
        imported = re.findall(r"^(?:from|import) (samsyn[\w.]*)", file.read_text(encoding="utf-8"), re.M)
        room = ".".join(file.relative_to(ROOT).parts[:-2])
        allowed = {"samsyn.ground.records", f"{room}.models", f"{room}.querysets"}
        assert set(imported) <= allowed, file


# --- pages --------------------------------------------------------------------------------------


LOADS = re.compile(
    r"""(?:src|srcset|action)=["']?(?:https?:)?//"""
    r"""|url\(["']?(?:https?:)?//"""
    r"""|<link[^>]+href=["'](?:https?:)?//"""
    r"""|@import ["']https?:"""
    r"""|(?:import|from|fetch\()\s*["'`]https?://"""
)


def reaches_out(pages: dict[str, str]) -> list[str]:
    """Return pages, styles and scripts that load something from another machine."""
    return [name for name, text in pages.items() if LOADS.search(text)]


def test_no_page_loads_from_another_machine():
    kinds = ("html", "css", "js", "mjs", "svg", "typ")
    files = [file for kind in kinds for file in PACKAGE.rglob(f"*.{kind}")]
    pages = {file.as_posix(): file.read_text(encoding="utf-8") for file in files if "vendor" not in file.parts}
    assert reaches_out(pages) == []


def test_a_page_that_loads_from_elsewhere_is_seen():
    pages = {
        "a": '<script src="https://cdn.example/x.js">',
        "b": "@font-face { src: url(//fonts.example/a.woff2) }",
        "c": '<link rel="stylesheet" href="https://x.example/a.css">',
        "d": '<a href="https://bra.se">Brå</a>',
        "e": 'import x from "https://x.example/y.js"',
    }
    assert reaches_out(pages) == ["a", "b", "c", "e"]


def test_the_default_is_safe():
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.X_FRAME_OPTIONS == "DENY"
    assert settings.MEDIA_URL in ("", "/")
    assert not settings.DEBUG
