"""What guards the tables: gates, quarantine and the way back, drift, and the record of it all.

Pure of Dagster: dagster_project/checks.py and the assets call it.
"""
