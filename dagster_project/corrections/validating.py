"""The cells of one line -> a correction. Raises CorrectionError with what a person can mend."""

import hashlib
import re
from collections.abc import Mapping
from datetime import date

from dagster_project.corrections.record import Correction, CorrectionError, SetValue
from dagster_project.corrections.values import parse_dates, parse_figure, parse_made_at

COLUMNS = (
    "action", "target_id", "other_id", "field", "value", "author", "made_at", "reason",
)  # fmt: skip
ACTIONS = ("exclude", "merge", "split", "set")
FIELDS = ("killed", "wounded", "date", "place", "perpetrator", "victims", "method", "attribution")
# The codebook's words; the suite of raw.incident_reports has the same.
METHODS = tuple(
    "landmine ied suicide_bombing vehicle_bomb airstrike drone_strike shelling missile "
    "armed_attack clash execution assassination kidnapping chemical other unknown".split()
)
ATTRIBUTIONS = ("claimed", "asserted", "suspected", "unknown")

_KINDS = {
    "incident": re.compile(r"inc-[0-9a-f]{16}"),
    "report": re.compile(r"art-[0-9a-f]{20}#[1-9][0-9]*"),
    "article": re.compile(r"art-[0-9a-f]{20}"),
}
_TARGETS = {
    "exclude": ("report", "article"),
    "merge": ("incident",),
    "split": ("report",),
    "set": ("incident", "report"),
}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


def validate(cells: Mapping[str, str], file: str, line: int, today: date) -> Correction:
    """One correction from its cells, by column, without spaces around them."""
    action = _one_of("action", cells["action"].lower(), ACTIONS)
    for who_when_why in ("author", "made_at", "reason"):
        if not cells[who_when_why]:
            raise CorrectionError(f"{who_when_why} is empty: who, when and why must be told")
    made_at = parse_made_at(cells["made_at"], today)
    target = cells["target_id"]
    kind = _kind_of("target_id", target, _TARGETS[action], action)
    other = cells["other_id"] or None
    if action == "merge":
        _kind_of("other_id", other or "", ("incident",), action)
        if other == target:
            raise CorrectionError("an incident cannot be merged into itself")
    elif action != "split" and other is not None:
        raise CorrectionError(f"{action} takes no other_id")
    name, value = cells["field"].lower() or None, cells["value"] or None
    set_value = SetValue()
    if action == "set":
        name = _one_of("field", name or "", FIELDS)
        if value is None:
            raise CorrectionError(f'value is empty: what is {name} set to? ("unknown" is a value)')
        set_value = _set_value(name, value, today)
    elif name is not None or value is not None:
        raise CorrectionError(f"{action} takes no field and no value")
    return Correction(
        correction_id=_correction_id(cells),
        input_file=file,
        input_line=line,
        action=action,
        target_kind=kind,
        target_id=target,
        other_id=other,
        new_incident_id=_split_id(other or target) if action == "split" else None,
        field=name,
        value=value,
        author=cells["author"],
        made_at=made_at,
        reason=cells["reason"],
        set_value=set_value,
    )


def _set_value(name: str, value: str, today: date) -> SetValue:
    from dagster_project.corrections.names import find_actor, find_place  # the dictionaries: 1 s

    match name:
        case "killed" | "wounded":
            return parse_figure(value)
        case "date":
            return parse_dates(value, today)
        case "place":
            return find_place(value)
        case "perpetrator" | "victims":
            return find_actor(value)
        case "method":
            return SetValue(set_word=_one_of("method", _word(value), METHODS))
        case _:
            return SetValue(set_word=_one_of("attribution", _word(value), ATTRIBUTIONS))


def _word(value: str) -> str:
    return "_".join(value.lower().split())


def _one_of(column: str, word: str, allowed: tuple[str, ...]) -> str:
    if word not in allowed:
        what = f"{column} is empty" if not word else f"{column} {word!r} is not known"
        raise CorrectionError(f"{what}; it is one of {', '.join(allowed)}")
    return word


def _kind_of(column: str, target: str, kinds: tuple[str, ...], action: str) -> str:
    for kind in kinds:
        if _KINDS[kind].fullmatch(target):
            return kind
    forms = {
        "incident": "an incident (inc- and 16 characters)",
        "report": "a report (art- and 20 characters, # and a number)",
        "article": "an article (art- and 20 characters)",
    }
    wanted = " or ".join(forms[kind] for kind in kinds)
    what = f"{column} {target!r} is none" if target else f"{column} is empty"
    raise CorrectionError(f"{action} takes {wanted}; {what}")


def _correction_id(cells: Mapping[str, str]) -> str:
    """The given id, or one made of the line's content, so that it stays when lines move."""
    given = cells.get("correction_id", "")
    if given:
        if not _ID.fullmatch(given):
            raise CorrectionError(
                f"correction_id {given!r} is not one: letters, digits, dots, hyphens, at most 64"
            )
        return given
    content = "\0".join(cells[column] for column in COLUMNS)
    return f"cor-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _split_id(label: str) -> str:
    return f"inc-{hashlib.sha256(f'split/{label}'.encode()).hexdigest()[:16]}"
