"""Warehouse -> files that people open. Pure of Dagster."""

from dagster_project.publishing.docs_page import publish_docs
from dagster_project.publishing.monthly import MonthlyFilter, UnknownNameError, monthly_rows
from dagster_project.publishing.publication import publish_build
from dagster_project.publishing.quality_page import publish_quality_page
from dagster_project.publishing.quality_report import read_quality

__all__ = [
    "MonthlyFilter",
    "UnknownNameError",
    "monthly_rows",
    "publish_build",
    "publish_docs",
    "publish_quality_page",
    "read_quality",
]
