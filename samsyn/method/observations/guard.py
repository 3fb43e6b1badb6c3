"""What is stopped at the door because it points out a person; kind is told, the text is never copied anywhere."""

from samsyn.analysis import wording

SENTENCES = {
    "personnummer": "Texten innehåller något som ser ut som ett personnummer. Ta bort det och skicka igen.",
    "phone": "Texten innehåller något som ser ut som ett telefonnummer. Ta bort det och skicka igen.",
    "plate": "Texten innehåller något som ser ut som ett registreringsnummer. Ta bort det och skicka igen.",
}
OTHER = "Texten innehåller något som kan peka ut en person. Skriv om platsen och händelsen i stället."


def why_not_stored(text: str) -> str | None:
    """Return the sentence that says why the text is not taken in, or None when it may pass."""
    for hit in wording.find(text):
        if hit.blocks:
            return SENTENCES.get(hit.kind, OTHER)
    return None
