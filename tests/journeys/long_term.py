"""The long-term work in the demo municipality, walked by its coordinator: one problem from the alarm that opened it to
its case in the library, and last the check of the law's duties, which the walk leaves green.

The measure had begun before anybody wrote it down, as it often has: its true day is written, so that there are weeks to
judge by, and the comparison that was chosen since then is called chosen afterwards on every page. Tested by
test_practitioners_week.py, recorded for the handbook by tools/handbook.py.
"""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.practice import PATIENCE_MS, Camera, Person, no_camera, somebody, week_looked_at

MOST_TABS = 200
ALARM, PLACE, BEGAN_WEEKS_AGO = "Händer det igen på samma plats?", "Stora torget", 26
LAMP, SHOP, YOUNG = "Trappan är mörk efter sju", "Butikerna stänger och ingen är där", "Kajutan stänger klockan åtta"
NAMED = """(wanted) => {
  const here = document.activeElement;
  const labels = [...(here.labels ?? [])].map((each) => each.innerText);
  const names = [here.getAttribute("aria-label"), here.matches("a, button") ? here.innerText : "", ...labels];
  return names.some((name) => (name ?? "").includes(wanted));
}"""


def the_long_term_work(browser: Browser, address: str, *, camera: Camera = no_camera) -> None:
    """Walk the whole of it as the coordinator."""
    with somebody(browser, address, "samordnare", camera=camera) as coordinator:
        home = open_a_problem(coordinator)
        map_it(coordinator, home)
        move_on(coordinator, home, to="prioriterat", why="Gruppen har valt det.")
        write_the_causes(coordinator, home)
        move_on(coordinator, home, to="analyserat")
        set_a_goal(coordinator, home)
        choose_a_measure(coordinator, home)
        plan_the_evaluation(coordinator, home)
        move_on(coordinator, home, to="planerat")
        say_when_it_began(coordinator, home)
        move_on(coordinator, home, to="genomförs", why="De som arbetar vid torget får veta på torsdag.")
        move_on(coordinator, home, to="följs upp", why="Lamporna sitter uppe. Vi frågar nu.")
        evaluate(coordinator, home)
        move_on(coordinator, home, to="avslutat", why="Frågat och besvarat.")
        write_the_case(coordinator, home)
        share_what_was_learnt(coordinator)
        check_the_law(coordinator)


def is_clean(page: Page) -> None:
    """Find nothing on the page that shuts anybody out, as far as a machine can tell."""
    found = Axe().run(page)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def told(person: Person, words: str | re.Pattern[str]) -> None:
    """See the message that says that something was done."""
    expect(person.page.get_by_role("status").filter(has_text=words).first).to_be_visible(timeout=PATIENCE_MS)


def open_a_problem(person: Person) -> str:
    """Press the alarm on its card in the week's picture; returns the address of the problem that it opened."""
    page = person.page
    person.door("Lägesbild")
    person.presses(page.locator(f'main a[href$="/lagesbild/{week_looked_at().address}"]').first)
    person.presses(page.locator("main a", has_text="Öppna ett problem").filter(has_text=ALARM).first)
    person.sees(re.compile("Öppnas från"))
    where = page.get_by_label("Var", exact=True)
    where.select_option(value=where.locator("option", has_text=re.compile(f"^{PLACE}$")).first.get_attribute("value"))
    person.writes("Vad är problemet?", "Oro på kvällarna, större än vad den här tiden på året brukar ge")
    person.writes("Vilka drabbas?", "De som väntar på bussen, butikernas personal")
    person.chooses("Vem håller i det", "Fältgruppen")
    is_clean(page)
    person.button("Öppna problemet")
    page.wait_for_url(re.compile(r"/problem/\d+$"))
    person.sees("ett kort i bilden")
    is_clean(page)
    return page.url.removeprefix(person.address)


def map_it(person: Person, home: str) -> None:
    """Answer some of the mapping's questions and settle it, figures and all."""
    page = person.page
    person.opens(f"{home}/kartlaggning")
    person.button("Börja kartlägga")
    answers = {
        "Varför har ni valt det här problemet?": "Samma rapporter i ett års tid, och flera parter som ser det.",
        "Vad händer?": "Samlingar vid trappan, högljutt, folk går runt torget.",
        "När?": "Kvällar, mest efter sju.",
        "Hur kan källorna begränsa vad ni vet?": "De som slutat gå över torget syns inte i rapporterna.",
    }
    for question, answer in answers.items():
        person.writes(page.get_by_label(question, exact=True), answer)
    is_clean(page)
    person.button("Spara och fastställ")
    person.sees("Fastställd")
    person.keeps("langsiktigt-kartlaggning")
    is_clean(page)


def move_on(person: Person, home: str, *, to: str, why: str = "") -> None:
    """Move a problem to another state."""
    person.opens(home)
    person.chooses("Nytt läge", to)
    if why:
        person.writes(person.page.locator("#skal"), why)
    person.button("Flytta problemet")
    told(person, "Sparat")
    expect(person.page.locator("ol.way [aria-current=step]")).to_contain_text(to, timeout=PATIENCE_MS)


def tab_to(page: Page, name: str) -> None:
    """Press Tab until what has this name has the focus, as somebody without a mouse does."""
    for _press in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate(NAMED, name):
            return
    raise AssertionError(f"Tab never came to {name} on {page.url}")


def _enter(page: Page, name: str, *, leads_to: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(leads_to))


def write_the_causes(person: Person, home: str) -> None:
    """Write three causes and place them in the drawings, with the keyboard alone."""
    page, said = person.page, person.page.locator("#sagt")
    person.opens(f"{home}/orsaker")
    _enter(page, "Gör den korta analysen", leads_to="/kort/1$")
    for number, (question, text) in enumerate((
        ("Vad på platsen gör det möjligt?", LAMP), ("Vem eller vad drabbas", SHOP), ("Vad vet ni om dem", YOUNG),
    ), start=1):  # fmt: skip
        tab_to(page, question)
        page.keyboard.type(text)
        if number == 1:
            is_clean(page)
        _enter(page, "Spara och gå vidare", leads_to=f"/kort/{number + 1}$")
    _enter(page, "Spara och fortsätt senare", leads_to="/orsaker$")
    _enter(page, "Fiskben", leads_to="ritning=fiskben")
    tab_to(page, SHOP)
    page.keyboard.press("ArrowRight")       # the sides in order: victim, offender, place
    expect(said).to_have_text(f"{SHOP}: flyttad till gärningsperson.", timeout=PATIENCE_MS)
    page.keyboard.press("ArrowRight")
    expect(said).to_have_text(f"{SHOP}: flyttad till plats eller objekt.", timeout=PATIENCE_MS)
    person.keeps("langsiktigt-orsaker")
    is_clean(page)
    _enter(page, "Orsaksträd", leads_to="ritning=trad")
    is_clean(page)
    _enter(page, "Lista", leads_to="ritning=lista|/orsaker$")
    is_clean(page)


def set_a_goal(person: Person, home: str) -> None:
    """Set a goal that the reports can show; where it starts is frozen on the day."""
    page = person.page
    person.opens(f"{home}/mal")
    is_clean(page)
    person.writes("Vad ska vara annorlunda?", "Hälften så många rapporter om oro på torget")
    person.writes("Nått senast", _in_weeks(40))
    person.writes("Mål i siffror", "5")
    person.button("Sätt målet")
    person.sees(re.compile("Fryst"))
    is_clean(page)


def choose_a_measure(person: Person, home: str) -> None:
    """Find a known measure against the cause that has none, and decide on it."""
    page = person.page
    person.opens(f"{home}/atgarder")
    person.sees(re.compile("3 orsaker har ingen åtgärd"))
    person.presses(page.get_by_role("link", name=re.compile(f"Hitta en.*{LAMP}")))
    person.sees(f"Kända åtgärder mot: {LAMP}")
    is_clean(page)
    person.link(re.compile("Använd denna"))
    person.chooses("Vem", "Park och gata")
    person.writes("Planerad omfattning", "Sex lampor vid trappan")
    _choose_if_empty(page.get_by_label("När kan det märkas?"))
    is_clean(page)
    person.button("Besluta")
    page.wait_for_url(re.compile("/utvardering"))


def plan_the_evaluation(person: Person, home: str) -> None:
    """Say before the start what it is to be compared with, for how long, and that it is looked at round the place."""
    page = person.page
    place = page.get_by_label("Jämför med")
    if not place.input_value():
        place.select_option(index=1)
    person.writes("Vad ska vara annorlunda då?", "Hälften så många rapporter på kvällarna")
    is_clean(page)
    person.button("Spara planen")
    told(person, "bestämd före start")
    person.sees("bestämt före start")
    person.sees(re.compile("En halvering märks"))
    is_clean(page)
    person.opens(f"{home}/atgarder")
    person.sees(re.compile("2 orsaker har ingen åtgärd"))
    person.keeps("langsiktigt-atgarder")
    is_clean(page)


def say_when_it_began(person: Person, home: str) -> None:
    """The lamps were up before anybody wrote them down: say so, and find that the plan is no longer the older one."""
    page = person.page
    person.opens(f"{home}/atgarder")
    person.presses(page.get_by_role("row").filter(has_text="lampor").get_by_role("link").first)
    page.get_by_text("Den började tidigare", exact=True).click()
    person.writes("Började", _in_weeks(-BEGAN_WEEKS_AGO))
    is_clean(page)
    person.button("Spara dagen")
    told(person, "påbörjad")


def evaluate(person: Person, home: str) -> None:
    """Ask whether it helped, read what the answer may be believed to be worth, and keep it."""
    page = person.page
    person.opens(f"{home}/utvardering")
    person.sees("vald i efterhand")
    expect(page.locator(".effect-says").first).to_be_visible(timeout=PATIENCE_MS)
    page.get_by_role("heading", name="Hjälpte det?").first.scroll_into_view_if_needed()
    person.keeps("langsiktigt-utvardering")
    is_clean(page)
    page.get_by_text("Spara som utvärdering", exact=True).first.click()
    person.writes("Vad drar ni för slutsats?", "Jämförelsen valdes efteråt, så vi vet inte. Vi frågar igen i höst.")
    person.button("Spara utvärderingen")
    told(person, "sparad som den är i dag")
    expect(page.get_by_role("region", name="Sparade utvärderingar").get_by_role("article")).to_have_count(1)


def write_the_case(person: Person, home: str) -> None:
    """From the closed problem to its case: what is known stands there already, the lesson is written."""
    page = person.page
    person.opens(f"{home}/larande")
    is_clean(page)
    person.link("Skriv fallet")
    person.writes("Rubrik", "Ljus vid en plats där många väntar")
    person.writes("Läget", "Oro på kvällarna där många väntar. Samma rapporter återkom.")
    person.writes("Lärdomen", "Bestäm en jämförelse innan ljuset tänds, och räkna dem som passerar.")
    is_clean(page)
    person.button("Spara")
    person.sees("räkna dem som passerar")


def share_what_was_learnt(person: Person) -> None:
    """Look at what others would read of the case, approve just that, and find it in the library."""
    page = person.page
    case = page.url.removeprefix(person.address)
    person.opens(f"{case}/dela")
    person.sees(re.compile("Namn härifrån står kvar i texten: Kajutan"))         # a name of this town's own is stopped
    person.link("Skriv om texten")
    person.writes("Orsaken", "Platsen är mörk efter sju, butikerna har stängt och ingen vuxen är där.")
    person.button("Spara")
    person.opens(f"{case}/dela")
    page.get_by_label("Utan platstyp").check()
    person.button("Visa så")
    person.sees("Platser som ser lika ut")
    if page.get_by_text("Går inte att dela än").count():     # too few places fit all that is told
        person.link("Berätta så lite som behövs")
        person.sees("Platser som ser lika ut")
    person.sees("inga hittade")
    person.keeps("langsiktigt-dela")
    is_clean(page)
    person.writes("Godkänns av", "Säkerhetschef")
    person.button("Godkänn och dela")
    told(person, "delat med andra kommuner")
    person.opens("/granvik/bibliotek?ord=ljus")
    expect(page.get_by_role("region", name="Våra fall")).to_contain_text("delat", timeout=PATIENCE_MS)
    is_clean(page)


def check_the_law(person: Person) -> None:
    """Do what the law's lines still ask for: an agreement is signed, the plan is followed up. Then all are green."""
    page = person.page
    person.opens("/granvik/lagkollen")
    found = page.get_by_role("button", name=re.compile("Koppla det som systemet har funnit"))
    if found.is_visible():
        person.presses(found)
    person.link("Överenskommelser")
    page.get_by_text("Koppla något som finns på annat håll", exact=True).click()
    person.writes("Vad det är och var det finns", "Överenskommelse med de privata fastighetsägarna, KS 2026/00561")
    person.presses(page.locator("form").filter(has=page.locator("#ord")).get_by_role("button", name="Koppla"))
    told(person, "Kopplat")
    person.chooses("Er egen bedömning", "som systemet har funnit")
    person.writes("Varför", "")
    person.button("Spara")
    told(person, "Sparat")
    is_clean(page)
    person.opens("/granvik/lagkollen")
    person.link(re.compile("^Åtgärdsplan för ett tryggare Granvik"))
    person.link("Följ upp")
    person.writes("Uppföljning", "Ljuset på Badstigen är uppe. Bussarna har samma stängningstid. Fältarna är kvar.")
    is_clean(page)
    person.button("Spara uppföljningen")
    page.wait_for_url(re.compile(r"/planer/[\w-]+$"))
    person.sees(re.compile("uppföljd"))
    person.opens("/granvik/lagkollen")
    lines = page.locator("li.duty p.row .tag")
    expect(lines.filter(has_text="uppfyllt")).to_have_count(10, timeout=PATIENCE_MS)
    expect(lines.filter(has_text=re.compile("saknas|delvis"))).to_have_count(0)
    person.keeps("langsiktigt-lagkollen")
    is_clean(page)


def _choose_if_empty(choice: Locator) -> None:
    if not choice.input_value():
        choice.select_option(index=1)


def _in_weeks(weeks: int) -> str:
    return (datetime.now(ZoneInfo("Europe/Stockholm")).date() + timedelta(weeks=weeks)).isoformat()
