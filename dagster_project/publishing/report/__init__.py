"""The report: one HTML page of everything that is published, which opens without a network."""

from dagster_project.publishing.report.page import write_report

__all__ = ["write_report"]
