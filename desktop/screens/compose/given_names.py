"""Which name an address without one clearly gives away: `bob@…`, `anna.example@…`. Silent about all others. Pure."""

from __future__ import annotations

import re

# Common where the first users write. A name that is missing costs nothing: nobody is asked then.
_NAMES = """
adam alan albert alex alexander alexandra alice amanda amy ana andrea andreas andrew angela anja anna anne annette anthony
antonio astrid barbara ben benjamin bernd bill birgit bjorn bob brian bruno carl carlos carmen caroline catherine charles
charlotte chris christian christina christine christoph claire clara claudia colin daniel daniela david deborah dennis diana
dieter dirk dominik donald doris edward elena elizabeth ellen emily emma eric erik esther eva fabian felix florian francesca
frank franziska frederik fritz gabriele george gerhard giulia greta hanna hannah hans harald heike heinz helen helena helga
henrik henry holger ian ines ingrid isabel jack jacob jakob james jan jana jane janet jason jean jennifer jens jessica jim
joachim joan johan johanna johannes john jonas jonathan jose josef joseph juan julia julian juliane jutta karen karin karl
karsten katharina kathrin katja kerstin kevin klara klaus konrad kurt lara lars laura lea lena leo leon lisa louis luca lucas
lucy luis luisa lukas magdalena manfred manuel marc marcel marco marcus margaret maria marie marina mario mark markus martha
martin martina mary mathias matteo matthew matthias max maximilian melanie michael michelle miguel miriam monika moritz
nadine nancy natalie nicholas nicola nicole niklas nina nora oliver olivia oscar oskar patricia patrick paul paula peter
petra philip philipp pia pierre rachel rainer ralf rebecca regina renate richard robert roland rosa ruth sabine sabrina sally
sam samuel sandra sara sarah sebastian silke silvia simon simone sofia sonja sophia sophie stefan stefanie stella stephan
stephen steven susan susanne sven sylvia tanja teresa theo theresa thomas thorsten tim timothy tina tobias tom torsten ulrich
ulrike ursula ute uwe valentin vanessa vera verena victoria viktor vincent walter werner wiebke wilhelm william wolfgang
yvonne
"""
_GIVEN = frozenset(_NAMES.split())
_SHORT = {
    "bill": "william",
    "bob": "robert",
    "dick": "richard",
    "jack": "john",
    "jim": "james",
    "kate": "catherine",
    "liz": "elizabeth",
    "peggy": "margaret",
    "sasha": "alexander",
    "ted": "edward",
    "tina": "christina",
    "toni": "antonio",
}
_PARTS = re.compile(r"[._+\-]+|\d+")


def name_in(spec: str) -> str:
    """The words of an address that hold a given name, as they stand before the @; empty where none is known for one."""
    parts = [part for part in _PARTS.split(spec.rpartition("@")[0].casefold()) if part]
    return " ".join(parts) if any(part in _GIVEN for part in parts) else ""


def is_called(greeted: str, known: list[str]) -> bool:
    """Tom and Tommy are one, and so are Bob and Robert."""
    name = greeted.casefold()
    asked = {name[:2], _SHORT.get(name, name)[:2]}
    asked |= {short[:2] for short, long in _SHORT.items() if long == name}
    return any(word[:2] in asked for word in known)
