"""What two reports of one incident cannot say: methods, actors and counts that exclude another."""

from dagster_project.linking.actors import ActorRelations
from dagster_project.linking.reports import LinkableReport

# Methods that newsrooms take for one another. A method may be in several families: a suicide bomber
# among gunmen is told as either, and so is a car bomb that was meant for one person.
METHOD_FAMILIES = (
    frozenset({"landmine", "ied", "suicide_bombing", "vehicle_bomb"}),
    frozenset({"armed_attack", "clash", "assassination", "execution", "kidnapping"}),
    frozenset({"airstrike", "drone_strike", "missile", "shelling", "chemical"}),
    frozenset({"suicide_bombing", "vehicle_bomb", "armed_attack", "clash"}),
    frozenset({"ied", "vehicle_bomb", "assassination"}),
)
VAGUE_METHODS = frozenset({"unknown", "other"})

# First tolls grow and newsrooms differ, so disjoint ranges contradict only beyond a factor; the
# slack of one lets 1 and 3 be the same few people. Twice is our choice: no source gives a figure.
TOLL_FACTOR = 2
TOLL_SLACK = 1


def methods_contradict(first: str, second: str) -> bool:
    """Whether no family has both methods; ``unknown`` and ``other`` contradict nothing."""
    if first == second or first in VAGUE_METHODS or second in VAGUE_METHODS:
        return False
    return not any(first in family and second in family for family in METHOD_FAMILIES)


def actors_contradict(
    first: LinkableReport, second: LinkableReport, relations: ActorRelations
) -> bool:
    """Whether the perpetrators, or all the victims, are certainly different actors.

    An actor that nobody named or that the dictionary lacks contradicts nothing.
    """
    if (
        first.perpetrator_actor_id is not None
        and second.perpetrator_actor_id is not None
        and not relations.may_be_one(first.perpetrator_actor_id, second.perpetrator_actor_id)
    ):
        return True
    victims, others = first.victim_actor_ids, second.victim_actor_ids
    return bool(victims and others) and not any(
        relations.may_be_one(a, b) for a in victims for b in others
    )


def counts_contradict(first: LinkableReport, second: LinkableReport) -> bool:
    """Whether the killed, or the wounded, or both together, are too far apart.

    A count of 0 mostly means that the article does not tell it. So where one of two reports has
    nobody killed their totals are compared, and where one has nobody wounded only the killed are.
    """
    if first.killed_best == 0 or second.killed_best == 0:
        totals = [
            (
                report.killed_low + report.wounded_low,
                None
                if report.killed_high is None or report.wounded_high is None
                else report.killed_high + report.wounded_high,
            )
            for report in (first, second)
        ]
        return _far_apart(*totals)
    if _far_apart((first.killed_low, first.killed_high), (second.killed_low, second.killed_high)):
        return True
    if first.wounded_best == 0 or second.wounded_best == 0:
        return False
    return _far_apart(
        (first.wounded_low, first.wounded_high), (second.wounded_low, second.wounded_high)
    )


def _far_apart(first: tuple[int, int | None], second: tuple[int, int | None]) -> bool:
    """Whether the ranges leave a gap of more than the factor; None is no upper end."""
    lower, upper = sorted((first, second), key=lambda span: span[0])
    return lower[1] is not None and upper[0] > TOLL_FACTOR * lower[1] + TOLL_SLACK
