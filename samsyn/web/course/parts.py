"""What the course says, part by part; the phone's screens and the page are made from the same parts."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# Each part: a heading, some lines, and where it helps an example of how to write and how not to.
PARTS: tuple[dict[str, Any], ...] = (
    {
        "title": _("Det du ser på jobbet räknas"),
        "lines": (
            _("En lampa som är släckt. En krossad ruta. En grupp som gör att andra tar en annan väg."),
            _("Du behöver inte vara säker. Skriv att du misstänker."),
            _("Det tar en minut: vad, var och när. Resten är frivilligt."),
        ),
    },
    {
        "title": _("Platsen, inte personen"),
        "lines": (_("Skriv vad du såg och var. Inga namn, smeknamn, nummer eller lägenheter."),),
        "good": _("Två rutor krossade vid entrén till port 14. Upptäckt klockan 07.10."),
        "bad": _("Det var grabben på tredje våningen som krossade rutorna."),
    },
    {
        "title": _("Ring först när det är bråttom"),
        "lines": (
            _("Pågår ett brott eller är någon i fara: ring 112. Rapporten kan vänta."),
            _("Tips om brott som inte pågår: ring polisen på 114 14."),
            _("Oro för ett barn: orosanmälan. Trasigt eller mörkt: felanmälan. Telefonen visar vägen."),
        ),
    },
    {
        "title": _("Det här händer med rapporten"),
        "lines": (
            _("Den läses vardagar. Du kan ändra eller ta tillbaka den tills någon har läst den."),
            _("Ditt namn står inte på den. Andra ser platsen och vad du såg, inte vem du är."),
            _("Den räknas i veckans lägesbild, och svaret kommer till dig under Mina rapporter."),
            _("Det du skickar kan begäras ut. Skriv så att alla kan läsa det."),
        ),
    },
)


def course_parts() -> list[dict[str, Any]]:
    """Return the parts in the reader's language."""
    return [
        {
            "title": str(part["title"]),
            "lines": [str(line) for line in part["lines"]],
            "good": str(part.get("good", "")),
            "bad": str(part.get("bad", "")),
        }
        for part in PARTS
    ]
