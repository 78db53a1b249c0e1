"""Which reference data are compared with: the tables ``[reference.*]`` of settings.toml."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_Text = Annotated[str, Field(min_length=1, pattern=r"^[^\x00-\x1f\x7f]*$")]


def _of_the_web(address: str) -> str:
    if not address.lower().startswith(("http://", "https://")) or any(map(str.isspace, address)):
        raise ValueError(f"only http:// and https:// addresses are fetched, not {address!r}")
    if "@" in address.split("//", 1)[1].split("/", 1)[0]:
        raise ValueError("an address with a user name or password in it would be stored with them")
    return address


class LocalSource(BaseModel):
    """A table that lies on this machine: a CSV or zip file, or a folder with one of them.

    ``path`` counts from the data directory unless it is absolute. ``release`` is what the tables
    call it, where the file's name does not say.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: Path | None = None
    release: _Text | None = None

    @property
    def is_configured(self) -> bool:
        """Whether anything is asked for."""
        return self.path is not None


class ReferenceSource(LocalSource):
    """A table that lies on this machine, or at an address. Times are seconds, sizes bytes."""

    address: Annotated[str, AfterValidator(_of_the_web)] | None = None
    # A whole release is 40 to 100 MB zipped; it is held in memory while it comes.
    max_bytes: int = Field(default=300_000_000, gt=0)
    total_seconds: float = Field(default=1800, gt=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if self.path is not None and self.address is not None:
            raise ValueError("give a path or an address, not both")
        return self

    @property
    def is_configured(self) -> bool:
        """Whether anything is asked for."""
        return self.path is not None or self.address is not None


class ReferenceSettings(BaseModel):
    """None of it is asked for unless settings.toml does. ACLED's terms allow no open download."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ucdp_ged: ReferenceSource = ReferenceSource()
    acled: LocalSource = LocalSource()
