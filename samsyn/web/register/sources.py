"""Who told: a kind of source, never a name. The codes are those of organisations, and residents."""

from django.utils.translation import gettext_lazy as _

RESIDENT = "resident"
SOURCES = [
    (RESIDENT, _("boende, via bovärd")),
    ("housing", _("fastighetsskötare")),
    ("guards", _("väktare eller ordningsvakt")),
    ("police", _("polisen, muntligt")),
    ("shops", _("butik")),
    ("school", _("skola")),
    ("youth", _("fält eller fritid")),
    ("parks", _("park och gata")),
    ("transport", _("kollektivtrafik")),
    ("rescue", _("räddningstjänst")),
    ("library", _("bibliotek")),
    ("civil", _("förening eller samfund")),
    ("other", _("någon annan")),
]
