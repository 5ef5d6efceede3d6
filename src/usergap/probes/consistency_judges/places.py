"""Well-known places and what they lie in: states of the USA, countries, large cities. Our own."""

from __future__ import annotations

import re
from typing import Final

_STATES_LISTED: Final = (
    "alabama alaska arizona arkansas california colorado connecticut delaware florida georgia "
    "hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts "
    "michigan minnesota mississippi missouri montana nebraska nevada new_hampshire new_jersey "
    "new_mexico new_york north_carolina north_dakota ohio oklahoma oregon pennsylvania "
    "rhode_island south_carolina south_dakota tennessee texas utah vermont virginia washington "
    "west_virginia wisconsin wyoming"
)
_STATES = _STATES_LISTED.split()
_COUNTRIES_LISTED: Final = (
    "argentina australia austria bangladesh belgium brazil bulgaria canada chile china colombia "
    "croatia cuba denmark egypt england=uk ethiopia finland france germany ghana greece hungary "
    "iceland india indonesia iran iraq ireland israel italy jamaica japan jordan kenya korea "
    "south_korea=korea lebanon malaysia mexico morocco nepal netherlands holland=netherlands "
    "new_zealand nigeria norway pakistan peru philippines poland portugal romania russia "
    "scotland=uk serbia singapore somalia south_africa spain sweden switzerland syria taiwan "
    "thailand turkey uganda uk=uk united_kingdom=uk britain=uk ukraine usa=usa "
    "united_states=usa america=usa the_us=usa u.s.=usa venezuela vietnam wales=uk"
)
_COUNTRIES = _COUNTRIES_LISTED.split()
_CITIES = {
    "usa california": "los_angeles la san_francisco san_diego sacramento oakland san_jose"
    " hollywood",
    "usa new_york": "new_york new_york_city nyc manhattan brooklyn queens buffalo",
    "usa texas": "houston dallas austin san_antonio el_paso",
    "usa florida": "miami orlando tampa jacksonville",
    "usa illinois": "chicago",
    "usa massachusetts": "boston",
    "usa washington": "seattle",
    "usa colorado": "denver",
    "usa georgia": "atlanta savannah",
    "usa nevada": "las_vegas vegas",
    "usa arizona": "phoenix tucson",
    "usa pennsylvania": "philadelphia pittsburgh",
    "usa michigan": "detroit",
    "usa oregon": "portland",
    "usa tennessee": "nashville memphis",
    "usa louisiana": "new_orleans",
    "usa ohio": "cleveland columbus cincinnati",
    "usa minnesota": "minneapolis",
    "usa wisconsin": "milwaukee eau_claire",
    "usa utah": "salt_lake_city",
    "usa north_carolina": "charlotte raleigh",
    "usa maryland": "baltimore",
    "usa missouri": "st_louis kansas_city",
    "usa south_carolina": "charleston",
    "usa dc": "washington_dc",
    "usa indiana": "indianapolis",
    "uk england": "london manchester liverpool birmingham oxford",
    "uk scotland": "edinburgh glasgow",
    "ireland": "dublin",
    "france": "paris lyon marseille",
    "germany": "berlin munich hamburg cologne",
    "spain": "madrid barcelona seville",
    "italy": "rome milan venice florence",
    "japan": "tokyo osaka kyoto",
    "canada": "toronto vancouver montreal ottawa calgary",
    "australia": "sydney melbourne brisbane perth",
    "china": "beijing shanghai",
    "hong_kong": "hong_kong",
    "india": "mumbai delhi bangalore",
    "russia": "moscow",
    "portugal": "lisbon porto",
    "netherlands": "amsterdam",
    "belgium": "brussels",
    "austria": "vienna",
    "switzerland": "zurich geneva",
    "sweden": "stockholm",
    "norway": "oslo",
    "denmark": "copenhagen",
    "finland": "helsinki",
    "poland": "warsaw",
    "greece": "athens",
    "turkey": "istanbul",
    "egypt": "cairo",
    "brazil": "rio_de_janeiro sao_paulo",
    "argentina": "buenos_aires",
    "mexico": "mexico_city",
    "korea": "seoul",
    "thailand": "bangkok",
    "nigeria": "lagos",
    "kenya": "nairobi",
    "uae": "dubai",
}
PLACES: Final[dict[str, frozenset[tuple[str, ...]]]] = {}
"""Name → its readings, each from the widest place to the narrowest."""


def _add(name: str, *chain: str) -> None:
    known = PLACES.get(name, frozenset())
    PLACES[name] = known | {tuple(part.replace("_", " ") for part in chain)}


for _state in _STATES:
    _add(_state.replace("_", " "), "usa", _state)
for _country in _COUNTRIES:
    _said, _, _meant = _country.partition("=")
    _nation = ("uk", _said) if _said in ("england", "scotland", "wales") else (_meant or _said,)
    _add(_said.replace("_", " "), *_nation)
_SAME = {"la": "los_angeles", "nyc": "new_york_city", "vegas": "las_vegas"}
for _chain, _names in _CITIES.items():
    for _city in _names.split():
        _add(_city.replace("_", " "), *_chain.split(), _SAME.get(_city, _city))
for _part in ("manhattan", "brooklyn", "queens", "new york"):
    PLACES[_part] = frozenset(
        {("usa", "new york")}
        if _part == "new york"
        else {("usa", "new york", "new york city", _part)}
    )
NAME: Final = "(?:" + "|".join(re.escape(n) for n in sorted(PLACES, key=len, reverse=True)) + ")"
"""A regular expression for one known place, without groups."""


def readings(name: str, within: str | None = None) -> frozenset[tuple[str, ...]]:
    """What a place may be; ``within``, a known place after it, narrows that.

    An unknown name counts where the place after it is known; it gives nothing alone.
    """
    wider = PLACES.get(within or "", frozenset())
    own = PLACES.get(name, frozenset())
    if not wider:
        return own
    inside = {one for one in own if any(one[: len(w)] == w for w in wider)}
    return frozenset(inside) or frozenset((*w, name) for w in wider)
