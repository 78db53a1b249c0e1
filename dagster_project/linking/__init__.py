"""Linking: which reports of different articles tell of one incident.

Reports that could be one incident are compared field by field and weighed (``model``, by the
weights of weights.toml, and ``weighing``, by Splink on DuckDB); an incident is a set of reports of
different articles that agree on average (``clusters``); only what something new touches is linked
again (``relinking``), and an incident keeps its id (``identity``). docs/linking.md tells it at
length.
"""

from dagster_project.linking.identity import assign_ids
from dagster_project.linking.relinking import Relinked, relink

__all__ = ["Relinked", "assign_ids", "relink"]
