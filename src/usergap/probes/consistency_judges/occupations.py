"""Occupations, by groups that one person may name by several words. The list is our own."""

from __future__ import annotations

from typing import Final

_GROUPS = """
nurse
teacher professor lecturer instructor tutor educator
lawyer attorney solicitor paralegal barrister
programmer=software engineer,software developer,web developer,developer,programmer,coder
chef=chef,cook,line cook
mechanic
firefighter fireman
accountant bookkeeper cpa
barber hairdresser hairstylist stylist
dentist
farmer rancher
plumber
electrician
carpenter woodworker
doctor physician surgeon pediatrician
veterinarian vet
pilot
police=police officer,policeman,cop,detective,sheriff,deputy
soldier=soldier,marine,infantryman
waiter waitress server
bartender barista
cashier
janitor custodian
driver=truck driver,bus driver,taxi driver,cab driver,trucker,driver
librarian
journalist reporter
photographer
architect
pharmacist
scientist chemist biologist physicist researcher
musician=musician,drummer,singer,guitarist,pianist,songwriter,rapper,dj,violinist
actor actress
dancer ballerina
writer author novelist poet screenwriter
painter artist illustrator
designer=designer,graphic designer,fashion designer,web designer,game designer
baker
butcher
banker=banker,bank teller,financial analyst
secretary receptionist
psychologist therapist psychiatrist counselor
paramedic emt
engineer=mechanical engineer,civil engineer,electrical engineer,environmental engineer
construction=construction worker,builder,roofer,bricklayer
landscaper gardener
fisherman
model
athlete=boxer,wrestler,football player,basketball player,baseball player,professional athlete
salesman=salesman,saleswoman,salesperson,car salesman,realtor
priest pastor minister monk nun
judge
tailor seamstress
welder
miner
astronaut
flight attendant=flight attendant,stewardess
nanny babysitter
stripper
"""
OCCUPATIONS: Final[dict[str, str]] = {}
"""Word or words → the group."""
for _line in _GROUPS.split("\n"):
    _name, _, _words = _line.partition("=")
    _members = _words.split(",") if _words else _line.split()
    if _line:
        for _member in _members:
            OCCUPATIONS[_member] = _members[0] if not _words else _name


_WORDS: Final = frozenset(word for name in OCCUPATIONS for word in name.split())


def occupation(phrase: str, *, at_end: bool = False) -> str | None:
    """The group of the last occupation in a phrase ("retired gym teacher"), None if unknown."""
    words = [_singular(word) for word in phrase.split()]
    for last in range(len(words), len(words) - 1 if at_end and words else 0, -1):
        for first in (last - 2, last - 1):
            if first >= 0 and (found := OCCUPATIONS.get(" ".join(words[first:last]))):
                return found
    return None


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and word[:-1] in _WORDS else word
