"""Figures of a city's night, weekend or holiday: of several shootings, and so aggregates.

"Four men were killed and 53 wounded in shootings across the city between Friday and Monday" is of
no one incident; nor is "six injured in two separate shootings" where the shootings are told one
by one (the codebook's section on units). All patterns are matched against lower-case text.
"""

from dagster_project.extraction.watched import watched

_MANY = r"(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|[3-9]|1\d|several|multiple)"
_FEW = rf"(?:two|2|{_MANY})"
# Deeds of which a city has many, and none of them belongs to another.
_CRIMES = r"(?:shootings|stabbings|homicides|slayings|gun violence|gunfire)"
_INCIDENTS = (
    rf"(?:{_CRIMES}|incidents|accidents|attacks|killings|murders|crashes|bombings|blasts|"
    r"explosions|ambushes|clashes|encounters|operations|raids|strikes|air ?strikes)"
)
_DAY = (
    r"(?:(?:late|early|mid) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|midnight|noon|"
    r"\d{1,2}(?::\d\d)? ?[ap]\.?m)"
)
_FROM_TO = (
    rf"(?:from {_DAY}[^;]{{0,30}}? (?:to|in ?to|until|through) {_DAY}|"
    rf"between {_DAY}[^;]{{0,30}}? and {_DAY})"
)
_PEOPLE = r"(?:people|persons|men|others|victims)"
_HURT = r"(?:shot|stabbed|wounded|killed|injured)"
# Of several incidents, whether or not one of them is told.
ROUND_UP = watched(
    # "in shootings across the city", "in shootings from Sunday to Monday"
    rf"\b(?:(?:in|from|by|during) (?!the |an? )(?:[\w-]+ ){{0,3}}?{_CRIMES}\b[^.;]{{0,50}}?\b"
    rf"(?:across|throughout|all over|(?:in|around) the city\b|city-?wide|{_FROM_TO}|since {_DAY}|"
    r"over the)"
    # "in citywide shootings", "in weekend shootings"
    rf"|city-?wide (?:[\w-]+ ){{0,2}}{_CRIMES}|{_CRIMES}(?: \w+)? city-?wide\b"
    rf"|(?:in|from) (?:\w+ )?weekend {_CRIMES}"
    # "in three separate shootings", "in unrelated incidents"
    rf"|(?:in|during) {_MANY} (?:[\w-]+ ){{0,2}}?{_CRIMES}"
    rf"|(?:in|during) (?:{_FEW} )?unrelated (?:[\w-]+ ){{0,2}}{_INCIDENTS}"
    # "three separate shootings left six people wounded"
    rf"|{_MANY} (?:[\w-]+ ){{0,2}}?{_CRIMES}\b[^.;]{{0,60}}?\b"
    r"(?:left|kill(?:ed)?|injured|wounded|hurt|sent|claimed)\b"
    # "gunfire across the city left four wounded"
    rf"|{_CRIMES} (?:across|throughout|all over) [^.;]{{0,60}}?\b"
    r"(?:left|kill(?:ed)?|injured|wounded|hurt|claimed)\b"
    # "forty were shot over the weekend, including three attacks"
    rf"|including {_FEW} (?:[\w-]+ ){{0,2}}?{_INCIDENTS}"
    # "in the deadliest weekend of the year"
    r"|in (?:the |an? |another )?(?:\w+'s )?(?:deadliest|bloodiest|most violent|deadly|bloody|"
    r"violent) (?:\w+ )?(?:weekend|week|night|month)\b"
    # "six people were shot from Wednesday afternoon into early Thursday"
    rf"|{_PEOPLE} (?:(?:were|have been|had been) )?{_HURT} (?:[\w'-]+ ){{0,4}}?{_FROM_TO}"
    # "among at least 13 people shot since Tuesday"
    r"|(?:among|of|including) (?:the |at least |more than )?[\w-]+ (?:other )?"
    rf"{_PEOPLE} (?:who were )?{_HURT}\b[^;]{{0,40}}? (?:since {_DAY}|over the weekend))"
)
# Of several incidents, and set aside where one of them is told by itself.
SEPARATE_CRIMES = watched(
    rf"\b(?:(?:in|by|from|during) (?:{_FEW} )?(?:[\w-]+ )?(?:separate|different) "
    rf"(?:[\w-]+ ){{0,2}}?{_INCIDENTS}"
    rf"|(?:in|from|during) two (?:[\w-]+ ){{0,3}}?(?:{_CRIMES}|incidents)"
    rf"|(?:two|separate) (?:[\w-]+ ){{0,3}}?(?:{_CRIMES}|incidents) "
    r"(?:that|which|in which|left|have|has|killed|injured|wounded|sent)\b"
    rf"|(?:wounded|injured|killed|hurt|shot|dead) in {_CRIMES}\b)"
)
