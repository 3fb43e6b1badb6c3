"""Two administrators word the same word: the second is told what stands there, and loses nothing."""

from samsyn.method.library.models import Wording


def test_a_word_is_not_written_over_unseen(client, bo):
    client.force_login(bo.user)
    address = "/norr/ordlista/trygghet/andra"
    said = {"name_sv": "Trygghet", "text_sv": "Det vi har kommit överens om.", "sedd": ""}
    assert client.post(address, said).status_code == 302
    overtaken = client.post(address, {**said, "text_sv": "Något annat."})
    page = overtaken.content.decode()
    assert overtaken.status_code == 409 and page.count("Något annat.") > 1 and "Trygghet: Det vi har kommit" in page
    assert Wording.objects.get().text_sv == "Det vi har kommit överens om."
    seen = page.split('name="sedd" value="')[1].split('"')[0]
    assert client.post(address, {**said, "text_sv": "Något annat.", "sedd": seen}).status_code == 302
    assert Wording.objects.get().text_sv == "Något annat."
