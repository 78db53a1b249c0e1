"""Linking: which reports of different articles tell of one incident.

Pure Python: no Dagster, no DuckDB. The rule is that of docs/decisions/linking.md: a pair of reports
can be one incident when neither date, place, method, actors nor counts contradict each other
(``contradictions``), and the vaguer its date and place are, the more of the rest must positively
agree (``matching``); an incident is a set of reports of different articles in which every pair can
(``incidents``).
"""

from dagster_project.linking.actors import ActorRelations
from dagster_project.linking.incidents import link_reports
from dagster_project.linking.reports import IncidentLink, LinkableReport

__all__ = ["ActorRelations", "IncidentLink", "LinkableReport", "link_reports"]
