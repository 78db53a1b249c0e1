"""How publications are kept: the table ``[publishing]`` of settings.toml."""

from pydantic import BaseModel, ConfigDict, Field


class PublishingSettings(BaseModel):
    """``keep_builds``: of how many builds the files stay, the newest among them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    keep_builds: int = Field(default=5, ge=1)
