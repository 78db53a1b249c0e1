"""data/corrections/*.csv -> corrections, each valid, or the reason why not.

Pure: no Dagster, no DuckDB. Names of actors and places are looked up in the same dictionaries as
the extractor's. docs/corrections.md says how the files are written; the dbt model
int_incident_reports_corrected is the only place where corrections are applied.
"""

from dagster_project.corrections.reading import ReadCorrections, read_corrections
from dagster_project.corrections.record import Correction, RejectedCorrection

__all__ = ["Correction", "ReadCorrections", "RejectedCorrection", "read_corrections"]
