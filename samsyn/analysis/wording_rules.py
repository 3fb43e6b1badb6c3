"""What points a person out, as data: the same patterns and words for the server (Python) and the browser (script).

A pattern is written so that Python's `re` and a script's RegExp (flag u) read it alike: no inline flags, no \\w, \\d
or \\b, only lookbehind of a fixed width. `near` is a pattern that must also be found somewhere in the text,
`unless` one that must not. `needs` and `figures` are quick looks that save the search: words of which one stands in
every text that the pattern fits, and the least number of figures (`with_spoken`: a spoken number counts as two).
`check` names a test that the found words must pass (`wording.CHECKS` and guard.js hold the same ones).
"""

from typing import Any, NamedTuple

BLOCK, WARN, STOP = "block", "warn", "stop"
_L = "A-Za-zÀ-ÖØ-öø-ɏ"                # a letter, in both languages' classes
_A, _Z = f"(?<![{_L}0-9_])", f"(?![{_L}0-9_])"     # a word begins, a word ends
_W = f"[{_L}]*"                          # the rest of a word


class Rule(NamedTuple):
    """A kind of words, what happens when they are found, and the pattern that finds them."""

    kind: str
    level: str
    pattern: str
    flags: str = "i"
    near: str = ""
    check: str = ""
    unless: str = ""
    needs: str = ""
    figures: int = 0

    @property
    def with_spoken(self) -> bool:
        """Whether the check also reads spoken numbers as figures."""
        return self.check.startswith("run_")


def _word(*words: str) -> str:
    return f"{_A}(?:{'|'.join(words)}){_Z}"


_TENS = "tjugo|tju|trettio?|fyrtio?|femtio?|sextio?|sjuttio?|åttio?|nittio?"
_UNITS = "noll(?:an|a)?|ett|en|två|tre|fyra|fem|sex|sju|åtta|nio"
_TEENS = "tio|elva|tolv|tretton|fjorton|femton|sexton|sjutton|arton|nitton"
NUMBER_WORD = f"(?:{_TEENS}|(?:{_TENS})(?:{_UNITS})?|{_UNITS})"
_TENS_WRITTEN = ("tjugo", "tju", *(ten + end for ten in ("tretti", "fyrti", "femti", "sexti", "sjutti", "åtti", "nitti")
                                   for end in ("", "o")))
_UNITS_WRITTEN = ("noll", "nolla", "nollan", *_UNITS.split("|")[1:])
# Every word that NUMBER_WORD fits.
NUMBER_WORDS = frozenset(
    (*_TEENS.split("|"), *_UNITS_WRITTEN, *(ten + unit for ten in _TENS_WRITTEN for unit in ("", *_UNITS_WRITTEN)))
)
_GAP = "(?:[ ]?[-+.,/]?[ ]?|[ ](?:streck|bindestreck|minus|plus|och)[ ])"
RUN = f"(?<![{_L}0-9])(?:[0-9]+|{NUMBER_WORD}{_Z})(?:{_GAP}(?:[0-9]+|{_A}{NUMBER_WORD}{_Z}))+(?![0-9])"
ATOM = f"[0-9]+|{NUMBER_WORD}{_Z}"

_P = "A-HJ-PR-UW-Z"                      # I, Q and V are never on a plate, nor Å, Ä and Ö
_p = _P.lower()
_NOT_PLATE = ("(?:HUS|RUM|DNR|LGH|FEL|MAX|MIN|SMS|KTM|GPS|LED|USB|BMW|AMG|NR|ORT|TEL|FAX|PLA|BUS|SAL|KUB|KL|DEN|"
              "DET|HAR|TOG|AMS|GRA|SEK|EUR|USD|DKK|NOK|CC|TON|MER|TUR|LUX|ARK)[ -]?[0-9]")
_CLOSE, _APART = "(?<=[a-z]{3}[0-9]{2})", "(?<=[a-z]{3}[ -][0-9]{2})(?<![a-jl-z][a-z]{3}[ -][0-9]{2})"
_CAR = "reg[.]?(?:nr|nummer|skylt)|registr|skylt|bilen|mopp?ed|volvo|golf|audi|saab|skåpbil|bilnummer|parkera"
_CODE = ("(?:port|dörr|larm|grind|nyckel|nyckelskåps|nyckelgömme|lås|pin|hiss|garage|entré|källar|soprums|tvättstuge|"
         "trapphus)?kod(?:en|erna|er)?")
_NOT_TIME = "(?!20[0-9]{2}[^0-9#]|20[0-9]{2}$|[0-9]+[-.:/][0-9]|[0-9]+ ?(?:kr|st|kg|m|meter|gånger|dagar)(?![a-zåäö]))"
_PEOPLE = "(?:hon|han|hen|familjen|paret|grannen|granne|tanten|gubben|killen|tjejen|snubben|folket|dom|de|dem)"
_STREET = f"[A-ZÅÄÖ][{_L}]+(?:vägen|gatan|stigen|gränden|gränd|backen|gången|väg|gata|torpet|ringen) [0-9]+"

_NUMBERS = (
    Rule("mail", BLOCK, f"[{_L}0-9_.+-]+@[{_L}0-9_-]+[.][{_L}0-9_.-]+", "i", "", "", "", "@"),
    Rule("mail", BLOCK, f"(?:[{_L}0-9]+ (?:punkt|streck) )*[{_L}0-9]+ ?(?:snabel-? ?a|[(]at[)]|\\[at\\]){_Z}"
         f"(?: ?[{_L}0-9]+ punkt)*(?: ?[{_L}0-9.]+)?|{_A}snabel-?a{_Z}|{_A}[{_L}0-9]+ punkt (?:se|com|nu|net|org){_Z}",
         "i", "", "", "", "snabel|[(]at|\\[at|punkt"),
    Rule("personnummer", BLOCK, "(?<![0-9])(?<![0-9][-./])[0-9]{6}(?:[0-9]{2})?[ ]?[-+]?[ ]?[0-9]{4}(?![0-9])", "",
         "", "identity", figures=10),
    Rule("phone", BLOCK, "(?<![0-9+])(?:[+]|00)46[ -]?(?:[(]0[)][ -]?|0[ -]?)?[1-9](?:[ -]?[0-9]){6,9}(?![0-9])", "",
         figures=9),
    Rule("phone", BLOCK, "(?<![0-9+])(?:[+]|00)[1-9][0-9]{0,2}(?:[ -]?[0-9]){7,12}(?![0-9.])", "", figures=8),
    Rule("phone", BLOCK, "(?<![0-9])(?<![0-9][-.:,/])07[02369][)]?(?:[ ]?[-./]?[ ]?[0-9]){7}(?![0-9])", "",
         figures=10),
    Rule("personnummer", BLOCK, RUN, "i", "", "run_identity", figures=10),
    Rule("phone", BLOCK, "(?<![0-9])(?<![0-9][-.:,/])0[1-9][0-9]{0,2}(?:[)]?[ ]?[-/][ ]?[0-9]|[)]?[ ][1-9])[0-9]{1,2}"
         "(?:[ -]?[0-9]{2,3}){1,3}(?![0-9]|[-.:][0-9])", "", "", "phone", figures=8),
    Rule("phone", BLOCK, "(?<![0-9])(?<![0-9][-.:,/])0[1-9][0-9]{6,8}(?![0-9]|[-.:,][0-9])", "", figures=8),
    Rule("phone", BLOCK, "(?<![0-9])(?<![0-9] )0(?:[ -]?[0-9][ -]){6,8}[0-9](?! ?[0-9])", "", figures=8),
    Rule("phone", BLOCK, RUN, "i", "", "run_phone", figures=8),
    Rule("police_case", BLOCK, f"{_A}(?:[0-9]{{4}} ?- ?)?K ?-? ?[0-9]{{2,7}} ?- ?[0-9]{{2,4}}(?![0-9])", needs="-",
         figures=4),
    Rule("police_case", BLOCK, f"{_A}K-?(?:nr|nummer|nmr)[.:]? ?[0-9]{{3,}}(?: ?- ?[0-9]+)*|"
         f"{_A}AM-[0-9]{{3,}}-[0-9]{{2}}(?![0-9])|{_A}mål(?:et)?(?: nr)? [BT] ?[0-9]{{2,5}}-[0-9]{{2}}(?![0-9])",
         needs="knr|k-nr|knummer|k-nummer|knmr|k-nmr|am-|mål", figures=3),
    Rule("plate", BLOCK, f"{_A}(?!{_NOT_PLATE})[{_P}]{{3}}[ -]?[0-9]{{2}} ?[A-HJ-NPR-UW-Z0-9]{_Z}(?![-.][0-9])", "",
         needs=f"[0-9]{{2}}(?:{_CLOSE}|{_APART})", figures=2),
    Rule("plate", BLOCK, f"{_A}[{_P}] [{_P}] [{_P}] [0-9] [0-9] [A-HJ-NPR-UW-Z0-9]{_Z}", "", needs="[0-9] [0-9] ",
         figures=2),
    Rule("plate", BLOCK, f"{_A}[{_p}]{{3}}[0-9]{{2}}[a-hj-npr-uw-z0-9]{_Z}", "", needs=f"[0-9]{{2}}{_CLOSE}",
         figures=2),
    Rule("plate", BLOCK, f"{_A}(?!{_NOT_PLATE})[{_p}]{{3}}[ -][0-9]{{2}} ?"
         f"[a-hj-npr-uw-z0-9]{_Z}(?![-.:][0-9])", "i", _CAR, needs=f"[0-9]{{2}}{_APART}", figures=2),
)
_DOORS = (
    Rule("door_code", BLOCK, f"{_A}{_CODE}{_Z}(?:(?!kl|klockan|efter|sedan|sen |sen$|vecka|före|från|lgh|port |rum |"
         f"ring)[^.!?\n0-9#]){{0,30}}(?:#[ ]?)?{_NOT_TIME}[*#]?(?:[0-9][ -]?){{3,5}}[0-9]?(?![0-9])[ ]?#?",
         needs="kod", figures=3),
    Rule("door_code", BLOCK, f"{_A}{_CODE}{_Z}[^.!?\n0-9#]{{0,20}}{_A}(?:{NUMBER_WORD}[ ,]+){{2,5}}{NUMBER_WORD}{_Z}",
         needs="kod"),
    Rule("door_code", BLOCK, f"(?<![{_L}0-9#*])(?:[*#][0-9]{{4,6}}|[0-9]{{4,6}} ?#)(?![{_L}0-9])", needs="[*]|#",
         figures=4),
    Rule("door_code", BLOCK, f"{_A}(?:slå|tryck|knappa(?: in)?) [0-9]{{4,6}}{_Z}(?! ?[-.:])",
         needs="slå|tryck|knappa", figures=4),
    Rule("dwelling", BLOCK, f"{_A}(?:lgh|lägenhet(?:en)?|lght)[.:]? ?(?:(?:nr|nummer)[.:]? ?)?[0-9]{{1,4}}(?![0-9])",
         needs="lgh|lägenhet", figures=1),
    Rule("dwelling", BLOCK, f"{_A}[0-9]{{1,3}}:ans?{_Z}", "i", "", "", "buss|linje|spårvagn|tåg|chaufför|förare|"
         "riksväg", needs=":an", figures=1),
    Rule("dwelling", BLOCK, f"{_A}{_PEOPLE} i (?:[0-9]{{1,3}}:?an|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|"
         f"nian|"
         f"tian|elvan|tolvan|trettonan|fjortonan|femtonan|sextonan){_Z}", needs=" i "),
    Rule("dwelling", BLOCK, f"{_A}(?:villan?|radhuset|radhus|kedjehuset|parhuset|torpet|stugan|tomten|hemma hos "
         f"[^.!?\n]{{0,20}})"
         f",? (?:på |vid )?{_STREET}", "", needs="villa|radhus|kedjehus|parhus|torpet|stugan|tomten|hemma hos",
         figures=1),
    Rule("dwelling", WARN, f"{_A}(?:bor|bodde|hemma) (?:på |vid )?{_STREET}", ""),
    Rule("dwelling", WARN, f"(?<![{_L}0-9_-])[0-9]{{1,2}} ?tr{_Z}(?: ?[.]? ?(?:t ?[.]? ?[hv]|höger|vänster|th|"
         f"tv){_Z})?|"
         f"{_A}(?:första|andra|tredje|fjärde|femte) (?:våningen|vån|trappan) (?:till )?(?:höger|vänster)"),
    Rule("handle", BLOCK, f"(?<![{_L}0-9_.])@[{_L}0-9_.]{{2,29}}[{_L}0-9_]", needs="@"),
    Rule("handle", BLOCK, f"{_A}(?:insta(?:gram)?|snap(?:chat)?|tiktok|facebook|fb|discord|telegram)(?:konto(?:t)?|"
         f"namn)?"
         f"[ :=-]+(?:(?:konto(?:t)?|heter|är|namn(?:et)?)[ :]+)?[{_L}]+[0-9_.]*[0-9_][{_L}0-9_.]*",
         needs="insta|snap|tiktok|facebook|fb|discord|telegram"),
    Rule("handle", BLOCK, f"(?:instagram|snapchat|tiktok|facebook|twitter|x)[.]com/(?:add/|u/)?[{_L}0-9_.@-]+",
         needs="[.]com/"),
)

_WORRY = ("orolig|mår |slagen|slår |slog|misshand|hotad|utsatt|ensam|berusad|full|drog|langar|säljer|knark|rymt|"
"gråt|grät|"
          "rädd|skadad|blåmärk|hemma|mamma|pappa|förälder|föräldrar|soc|familj|vårdnad|psyk|mobba|våld|rån")
_STOPS = (
    Rule("protected", STOP, f"{_A}skydda(?:de|d|t) +(?:identitet|boende|boendet|adress|person){_W}|"
         f"{_A}(?:sekretessmarkera|kvarskriv){_W}", needs="skydda|sekretessmarkera|kvarskriv"),
    Rule("protected", STOP, f"{_A}(?:hon|han|hen|familjen|mamman|kvinnan|mannen|de|dom|tjejen|"
         f"[0-9]+:an)[^.!?\n]{{0,25}} "
         f"(?:är|har|lever|bor) skydda(?:d|de|t){_Z}(?! (?:av|från|mot|med))", needs=" skydda"),
    Rule("protected", STOP, f"{_A}(?:kvinno|tjej|mans)(?:jour{_W}|hus(?:et)?{_Z})|"
         f"{_A}hvb(?:-?hem{_W})?{_Z}|{_A}sis-?hem{_W}|{_A}(?:jour|familje|foster)hem{_W}",
         needs="kvinno|tjejjour|tjejhus|mansjour|manshus|hvb|sishem|sis-hem|jourhem|familjehem|fosterhem"),
    Rule("child", STOP, f"{_A}(?:lvu|orosanmäl{_W}|oros-anmäl{_W}|tvångsomhänderta{_W}|far illa|fara illa|"
         f"barnmisshand{_W}|"
         f"vårdnadstvist{_W}|umgänges{_W})",
         needs="lvu|oros|tvångsom|far illa|fara illa|barnmisshand|vårdnads|umgänges"),
    Rule("child", STOP, f"(?<![-–0-9])(?:[1-9]|1[0-7])[- ]?åri(?:ng|ngen|g (?:pojke|flicka|kille|"
         f"tjej)){_Z}", "i", _WORRY, needs="åri", figures=1),
    Rule("child", STOP, f"{_A}(?:flickan|pojken|barnet|eleven|(?:en|ett) (?:liten? )?(?:flicka|pojke|barn|elev)){_Z}",
         "i", _WORRY, needs="flicka|pojke|barn|elev"),
    Rule("child", WARN, f"(?<![-–0-9])(?:[1-9]|1[0-7])[- ]?åri(?:ng|ngen|g (?:pojke|flicka|kille|tjej)){_Z}|"
         f"{_A}(?:flickan|pojken|barnet|eleven){_Z}"),
    Rule("witness", STOP, f"{_A}säg (?:bara )?(?:inte|ej|inget)(?: till (?:någon|nån))? (?:att|om att)? ?(?:det|ni "
         f"fått det|"
         f"jag|hon|han|vi)?[^.!?\n]{{0,12}}(?:kom|kommer|är|sa|sagt|tipsa){_W} ?(?:det )?(?:från|av|jag)?|"
         f"{_A}(?:vill|vågar|törs) (?:inte|vara|förbli)(?: vara)? (?:anonym{_W}|vittna|anmäla|stå för det|säga vem)",
         needs="säg |vill |vågar |törs "),
)

_KIN = (f"(?:mamm|mors|papp|fars|mor|far|bror|brors|syst|syrr|son|dott|kille|tjej|fru|man|exman|exfru|ex|sambo|kusin|"
        f"morfa|farfa|mormo|farmo|moster|faster|farbror|morbror|pojkvän|flickvän|barn|kompis|polare){_W}")
_TITLE = ("(?:rektorn|biträdande rektorn|läraren|lärarinnan|fröken|mentorn|kuratorn|skolsköterskan|sköterskan|läkaren|"
          "tandläkaren|prästen|pastorn|diakonen|tränaren|föreståndaren|butikschefen|chefen|kassören|"
          "kassörskan|ägaren|kocken|bibliotekarien|fritidsledaren|vaktmästaren|receptionisten|handlaren|frisören|"
          "ordföranden|förskolläraren|socialsekreteraren|handläggaren|bartendern|servitrisen|städerskan|kioskägaren)")
_PERSON = "(?:kille|killar|tjej|man |män|kvinn|person|ungdom|familj|folk|gäng|barn|par |grupp|snubb|gubb|medborgar)"
_PEOPLE_RULES = (
    Rule("relation", WARN, f"{_A}(?:hans|hennes|hens|deras|grannens|[{_L}]{{3,}}arens) +(?:egen |lilla |stora "
         f")?{_KIN}{_Z}"),
    Rule("relation", WARN, f"{_A}(?:mamman|pappan|sonen|dottern|brodern|systern|brorsan|kusinen|frun|mannen|exet|"
         f"flickvännen|"
         f"pojkvännen|barnbarnet|föräldern) +till{_Z}"),
    Rule("relation", WARN, f"{_A}(?:mamman|pappan|morsan|farsan|sonen|dottern|brorsan|brodern|syrran|systern|sambon|"
         f"exmannen|"
         f"exfrun|exet|flickvännen|pojkvännen|styvpappan|styvmamman|plastpappan|mormorn|morfarn|farmorn|farfarn|"
         f"kusinen|hustrun){_Z}"),
    Rule("school_class", WARN, f"{_A}(?:klass )?[1-9] ?[A-F](?= (?:på|i|vid|från) [A-ZÅÄÖ][{_L}]*skolan{_Z})", ""),
    Rule("school_class", WARN, f"{_A}(?:klass|klassen) ?[1-9] ?[A-Fa-f]?{_Z}", "i"),
    Rule("school_class", WARN, f"{_A}[1-9][A-Fa-f]:?(?:an)?{_Z}", "",
         "[Ee]lev|[Tt]jej|[Kk]ill(?:e|ar)|[Ff]lick(?:a|or)|[Pp]ojk|[Kk]lassen|går i [0-9]"),
    Rule("school_class", WARN, f"{_A}går i (?:[1-9]:?an|ettan|tvåan|trean|fyran|femman|sexan|sjuan|åttan|nian){_Z}"),
    Rule("workplace", WARN, f"{_A}{_TITLE} (?:på|i|vid|hos|för){_Z}(?! (?:plats|går|morse|natt|dag|kväll|gång))"),
    Rule("workplace", WARN, f"{_A}på [{_L}]{{3,}}s (?:förskola|skola|vårdcentral|salong|kiosk|kontor){_Z}", "i",
         f"{_A}(?:pratade|snackade|frågade|hörde av) .*{_A}(?:hennes|hans|jobbar){_Z}"),
    Rule("workplace", WARN, f"{_A}(?:hon|han|hen|killen|tjejen|mannen|kvinnan) som (?:jobbar|arbetar|äger|driver){_Z}|"
         f"{_A}(?:ägaren|chefen|föreståndaren) av{_Z}|{_A}rektor (?:på|vid|för) [A-ZÅÄÖ]"),
    Rule("sensitive", WARN, f"{_A}(?:somali(?:er|ern|erna)|rom(?:erna|er)|zigenar(?:e|en|na)|zigenerska|tattare|"
         f"arab(?:er|en|erna)?|"
         f"syri(?:er|ern|erna)|iraki(?:er|ern|erna)|irani(?:er|ern|erna)|afghan(?:er|en|erna)?|kurd(?:er|en|erna)?|"
         f"turk(?:ar|en|arna)|polack(?:er|en|erna)?|rumän(?:er|en|erna)?|bulgar(?:er|en|erna)?|ryss(?:ar|en|arna)|"
         f"ukrainar(?:e|en|na)|alban(?:er|en|erna)?|serb(?:er|en|erna)?|kroat(?:er|en|erna)?|bosni(?:er|ern|erna)|"
         f"eritrean(?:er|en|erna)?|etiopi(?:er|ern|erna)|afrikan(?:er|en|erna)?|marockan(?:er|en|erna)?|"
         f"libanes(?:er|en|erna)?|palestini(?:er|ern|erna)|jud(?:e|ar|en|arna)|muslim(?:er|en|erna)?|islamist(?:er|"
         f"en|erna)?|"
         f"finn(?:ar|arna)|samer(?:na)?|kines(?:er|en|erna)|vietnames(?:er|en|erna)?|litauer(?:n|na)?|esterna|letterna|"
         f"kristna|katolik(?:er|en)|utlänning(?:ar|en|arna)?|invandrar(?:e|en|na)|flykting(?:ar|en|arna)?|"
         f"asylsökande|ensamkommande|papperslös(?:a|e)?|blatt(?:e|ar|en|arna)|svartskall(?:e|ar|en)|neger|negrer){_Z}"),
    Rule("sensitive", WARN, f"{_A}(?:somalisk|romsk|arabisk|syrisk|irakisk|iransk|afghansk|kurdisk|turkisk|polsk|"
         f"rumänsk|"
         f"bulgarisk|rysk|albansk|afrikansk|marockansk|muslimsk|judisk|utländsk|mörkhyad|svart|finsk|samisk)(?:a|t|e)? "
         f"{_PERSON}{_W}|{_A}(?:mörkhy|mörk hud|utländskt utseende|utländsk bakgrund|bryter på ){_W}"),
    Rule("sensitive", WARN, f"{_A}(?:imam(?:en)?|rabbin(?:en)?|hijab{_W}|slöja|slöjan|beslöjad{_W}|burka|niqab){_Z}"),
    Rule("sensitive", WARN, f"{_A}(?:psyk(?:et|iskt? (?:sjuk{_W}|ohälsa|instabil{_W}|funktion{_W}))?|psyksjuk{_W}|"
         f"psykotisk{_W}|psykos|"
         f"schizofren{_W}|bipolär|deprimerad|självmord{_W}|suicid{_W}|adhd|autis{_W}|asperger{_W}|missbrukar(?:e|en|"
         f"na)|"
         f"missbrukar|alkoholist(?:er|en|erna)?|alkis(?:ar|en|arna)?|narkoman(?:er|en|erna)?|pundar(?:e|en|na)|"
         f"knarkar(?:e|en|na)|heroinist{_W}|nykter alkoholist|avgiftning{_W}|dement{_W}|utvecklingsstörd{_W}|"
         f"förståndshandikapp{_W}|"
         f"hiv|gravid|lss-?boende{_W}|gruppboende{_W}|stödboende{_W}|behandlingshem{_W}){_Z}"),
    Rule("sensitive", WARN, f"{_A}(?:nazist(?:er|en|erna)?|nynazist{_W}|fascist{_W}|sverigedemokrat(?:er|en)?|"
         f"vänsterpartist(?:er|en)?|"
         f"socialdemokrat(?:er|en)?|sosse(?:n|ar)?|kommunist(?:er|en)?|röstar på|fackligt aktiv|homosexuell{_W}|"
         f"bög(?:en|ar|arna)?|"
         f"lesbisk{_W}|flata(?:n|or)?|transperson{_W}|transa){_Z}"),
    Rule("conviction", WARN, f"{_A}(?:satt|sitter|sitta|suttit|åkte|åkt) (?:inne|in på kåken|på kåken|i fängelse|"
         f"häktad){_Z}|"
         f"{_A}(?:dömd|dömda|dömts|dömdes|straffad|straffade|åtalad) (?:för|till){_Z}|{_A}(?:tidigare|förut|redan) "
         f"(?:dömd|"
         f"straffad|åtalad|häktad){_W}|{_A}kåken{_Z}|{_A}fotboj{_W}|{_A}villkorligt? (?:frigiven|dom){_Z}|"
         f"{_A}(?:välkänd|känd|kända|känt) (?:av|hos|för|sedan tidigare av) polis{_W}|{_A}belastningsregist{_W}|"
         f"{_A}på anstalt{_W}|"
         f"{_A}(?:gängmedlem{_W}|gängkriminell{_W}|kriminell (?:kille|man|person|familj){_W}|yrkeskriminell{_W}|"
         f"återfallsförbrytare)"),
    Rule("initials", WARN, "(?<![A-Za-zÅÄÖåäö0-9.])[A-ZÅÄÖ][.] ?[A-ZÅÄÖ][.](?![A-Za-zÅÄÖåäö0-9])", ""),
    Rule("initials", WARN, f"{_A}(?:(?<=initialer )|(?<=initialerna )|(?<=elev )|(?<=Elev )|(?<=pojken )|(?<=killen )|"
         f"(?<=tjejen )|(?<=flickan )|(?<=heter )|(?<=eleven )|(?<=grannen )|(?<=född )|(?<=klienten )|(?<=brukaren ))"
         f"[A-ZÅÄÖ] ?[A-ZÅÄÖ]{_Z}", ""),
    Rule("initials", WARN, "(?<![A-Za-zÅÄÖåäö0-9])(?!(?:AB|HB|TV|IT|OV|LP|VA|EL|GC|KS|SL|UL|SJ|EU|FN|ID|NR|OK|PK|PM|"
         "IP|IF|IK|"
         "BK|FC|FB|CD|AC|UV|WC|TR|TH|NT|MC|MP|HR|JO|JK|SR|KL|CA|KV|ST|ES|AI|RV|LV|FV|BV|PV|NV|SV|NO|SO|KD|SD|"
         "US|UK|SE|NB|OS|VM|EM|DN|GP|DJ|PC|PR|BB|TT|BM|RH|PH|TB|LO|TV)[^A-ZÅÄÖ0-9])[A-ZÅÄÖ]{2}"
         "(?= (?:[0-9]|f[.]|född|är|har|sa|säger|sågs|slog|hotade|sprang|kom|gick|var|blev|bor|enl))(?! "
         "[0-9]{1,2}(?![0-9 ]))", ""),
)
_ALSO_IN_WORDS = (NUMBER_WORD, "ettan", "första", "com/", "mail")


def _with_needs(rule: Rule) -> Rule:
    """A pattern that has figures in every branch is only tried where there is a figure."""
    bare = rule.pattern.replace(_Z, "").replace(_A, "")
    if rule.needs or rule.kind in ("handle", "protected", "initials") or "[0-9]" not in bare:
        return rule
    return rule if any(words in rule.pattern for words in _ALSO_IN_WORDS) else rule._replace(needs="[0-9]")


RULES: tuple[Rule, ...] = tuple(_with_needs(rule) for rule in (*_NUMBERS, *_DOORS, *_STOPS, *_PEOPLE_RULES))

# --- names: how they are read is code (wording_names.py, guard.js); the words that decide stand here -----------------

NICKNAMES = (
    "abbe affe agge ankan anki benke bengan berra berit bettan bibban biffen bobban bosse bruttan challe charre "
    "chrille "
    "danne dille dubbe ecke ejje fille frasse fredde gitte gurra guran hacke hasse hebbe henke ingo jacke jalle "
    "janne jerka "
    "jesper jocke joffe jojje jolle jompa jonte jossan juffe jårgen kajsa kalle kattis kecke kenta kicki kickan "
    "kibbe kinken "
    "krille kricke lasse lelle lillan lillen limpan linkan lollo loffe lottis mackan macke madde magga mange manne "
    "micke mickan "
    "mimmi mogge musse nalle nanne nettan nicke nisse nubben olle orvar ossian palle pelle peppe perra pirre pontan "
    "putte "
    "pysen ragge raffe rille robban rogge ronka rille rufus sebbe sickan sigge sippan snoddas steffe steffo sudden "
    "sussie susse "
    "tage tessan tette tobbe tompa totte tompan tosse ubbe uffe ulfe viggo vicke ville wille zeke zäta åsis öffe"
)
# Capitalised words that are names of shops, papers and feasts before they are names of people.
BRANDS = (
    "ica coop lidl max maxi elon jula netto willys rusta shell preem circle espresso house donken nova saga pride "
    "lindex "
    "valborg lucia jul påsk midsommar swish polar mora volvo opel audi mercedes skoda dacia kia seat tesla yamaha "
    "honda "
    "rex folkets systemet securitas avarn samhall hemfrid gina kappahl bauhaus beijer byggmax jem fix sibylla "
    "burger king subway"
)
FIRMS_AND_PLACES = (
    "plats plan torg gata väg stig gränd park parken backe backen udde brygga äng hage kulle höjd dal holme strand "
    "kaj bro "
    "trappa trappor skola förskola kyrka kapell krog bar café kafé cafe kiosk pizza pizzeria grill gatukök livs butik "
    "blommor blomsterhandel salong frisör frisersalong hörna bageri konditori restaurang verkstad bilverkstad åkeri "
    "minne källa rondell "
    "lekplats lekpark tunnel hållplats station allé allén esplanad plantering lund skog gatan vägen torget sjukhus "
    "hamn damm fond stiftelse bokhandel herrfrisering kebab sushi thai krogen pub mat kött fisk bazar bazaar skor mode "
    "optik bilar däck service el rör bygg måleri åkeri taxi begravningsbyrå mack gym center centrum"
)
PLACE_ENDINGS = (
    "gatan vägen torget parken skolan plan platsen backen gränd gränden stigen allén kyrkan bron hallen gården området "
    "lunden dalen berget höjden hamnen kajen gången lekplatsen förskolan kvarteret viken stranden ängen hagen väg "
    "gata torg park"
)
BEFORE_PLACES = (
    "kvarteret kv kv. sankt sankta s:t st ica coop hemköp tempo restaurang pizzeria café cafe salong hotell stiftelsen "
    "lekparken krogen baren butiken skolan förskolan firma fritidsgården rondellen båten linjen klubben föreningen "
    "köpcentrumet "
    "gallerian biografen bageri frisör kiosken hållplatsen parken torget gatan området gården puben caféet kyrkan "
    "huset kung "
    "drottning kungen stormen orkanen maskinen roboten"
)
IN_PLACES = "i vid utanför bakom kring runt ovanför nedanför intill bortom längs"
TOWARDS_PLACES = "på till från mot mellan hos över förbi genom"
CUES = (
    "heter hette grannen killen tjejen snubben gubben tanten kompisen kompis polaren kollegan fru herr fröken "
    "farbror tant "
    "familjen städerskan städaren vaktmästare vaktmästaren bovärd bovärden väktare väktaren chauffören läraren "
    "eleven elev "
    "kallad alias bror syster sonen dottern mamman pappan hyresgästen namn namnet herrn damen"
)
LOWER_CUES = (
    "heter hette grannen killen tjejen snubben gubben med av fråga frågade ring ringde sa såg mötte träffade hälsa "
    "tacka enligt "
    "pratade snacka snackade till o och hos kompisen polaren"
)
NOT_NAMES = (
    "polisen polis socialtjänsten räddningstjänsten väktarna kommunen region sverige stockholm göteborg malmö "
    "måndag tisdag onsdag "
    "torsdag fredag lördag söndag januari februari mars april maj juni juli augusti september oktober november december"
)


def as_data() -> dict[str, Any]:
    """Return everything the browser needs but the names themselves, ready for JSON."""
    words = {
        "nicknames": NICKNAMES, "brands": BRANDS, "places": FIRMS_AND_PLACES, "endings": PLACE_ENDINGS,
        "before": BEFORE_PLACES, "within": IN_PLACES, "towards": TOWARDS_PLACES, "cues": CUES, "lowerCues": LOWER_CUES,
        "notNames": NOT_NAMES,
    }  # fmt: skip
    return {
        "format": 1,
        "rules": [rule._asdict() for rule in RULES],
        "atom": ATOM,
        "words": {key: value.split() for key, value in words.items()},
    }
