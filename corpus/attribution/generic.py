"""Descriptions of people that say nothing of their office: they point back at whoever was spoken of last."""

from __future__ import annotations

GENERIC = frozenset(
    "brytyjczyk brytyjka amerykanin amerykanka niemiec niemka norweg norweżka francuz francuzka polak polka "
    "rosjanin rosjanka hiszpan hiszpanka portugalczyk portugalka włoch włoszka czech czeszka słowak słowaczka węgier "
    "węgierka ukrainiec ukrainka litwin litwinka łotysz estończyk fin finka szwed szwedka duńczyk dunka holender "
    "holenderka belg belgijka austriak austriaczka szwajcar szwajcarka szkot szkotka irlandczyk irlandka chorwat "
    "chorwatka serb serbka słoweniec słowenka bułgar rumun rumunka grek greczynka turek turczynka gruzin gruzinka "
    "białorusin białorusinka chińczyk chinka japończyk japonka koreańczyk koreanka hindus hinduska australijczyk "
    "australijka kanadyjczyk kanadyjka brazylijczyk argentyńczyk meksykanin kolumbijczyk ghańczyk nigeryjczyk "
    "senegalczyk marokańczyk egipcjanin izraelczyk irańczyk kielczanin krakowianin warszawianin "
    "polityk ekspert ekspertka menedżer menedżerka specjalista specjalistka gwiazda piłkarz "
    "zawodnik zawodniczka sportowiec aktor aktorka autor autorka rozmówca rozmówczyni włodarz samorządowiec "
    "biznesmen przedsiębiorca naukowiec badacz badaczka artysta artystka kandydat kandydatka mężczyzna kobieta "
    "szef szefowa latek latka tenisista tenisistka expert politician star player author manager executive man "
    "woman official veteran lawmaker researcher".split()
)
# Those of them that are never a role at all.
PURE = frozenset(
    "brytyjczyk brytyjka amerykanin amerykanka niemiec niemka norweg norweżka francuz francuzka polak polka "
    "rosjanin rosjanka hiszpan hiszpanka portugalczyk portugalka włoch włoszka czech czeszka słowak słowaczka węgier "
    "węgierka ukrainiec ukrainka litwin litwinka łotysz estończyk fin finka szwed szwedka duńczyk dunka holender "
    "holenderka belg belgijka austriak austriaczka szwajcar szwajcarka szkot szkotka irlandczyk irlandka chorwat "
    "chorwatka serb serbka słoweniec słowenka bułgar rumun rumunka grek greczynka turek turczynka gruzin gruzinka "
    "białorusin białorusinka chińczyk chinka japończyk japonka koreańczyk koreanka hindus hinduska australijczyk "
    "australijka kanadyjczyk kanadyjka brazylijczyk argentyńczyk meksykanin kolumbijczyk ghańczyk nigeryjczyk "
    "senegalczyk marokańczyk egipcjanin izraelczyk irańczyk gwiazda latek latka włodarz mężczyzna "
    "kobieta polityk rozmówca rozmówczyni man woman star veteran samorządowiec".split()
)
