"""How publications are kept: the table ``[publishing]`` of settings.toml."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

_Text = Annotated[str, Field(min_length=1)]


class Licence(BaseModel):
    """Under which licence the published figures are: ``name`` as in the Open Definition's list.

    What the articles say stays their newsrooms'.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: _Text = "CC-BY-4.0"
    title: _Text | None = "Creative Commons Attribution 4.0"
    path: _Text | None = "https://creativecommons.org/licenses/by/4.0/"


class PublishingSettings(BaseModel):
    """``keep_builds``: of how many builds the files stay, the newest among them.

    ``licence``: what datapackage.json and the report say of the figures.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_builds: int = Field(default=5, ge=1)
    licence: Licence = Licence()
