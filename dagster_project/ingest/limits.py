"""How much one input may cost: what is larger is refused with a reason, whatever it holds."""

from pydantic import BaseModel, ConfigDict, Field


class Limits(BaseModel):
    """Bounds for one input. Sizes are bytes; members and characters are counts."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    # News articles of 100 kB are rare; a book is no article.
    article_characters: int = Field(default=2_000_000, gt=0)
    # A page with its scripts and data, or a text: pages of news have some three megabytes at
    # most.
    page_bytes: int = Field(default=5_000_000, gt=0)
    # A page of news takes some milliseconds; one that is made for it takes a parser hours.
    page_seconds: float = Field(default=20.0, gt=0)
    # One line of JSON or CSV, with the text and whatever else an export gives.
    line_bytes: int = Field(default=20_000_000, gt=0)
    # A file that is read as a whole (JSON, a feed); lines and archives are read as streams.
    document_bytes: int = Field(default=100_000_000, gt=0)
    # What comes out of one compressed file. Years of news are some ten gigabytes.
    unpacked_bytes: int = Field(default=20_000_000_000, gt=0)
    # Text shrinks to a fifth or a tenth; a bomb to a thousandth.
    compression_ratio: int = Field(default=200, gt=1)
    # Below this much, a high ratio is only a small file of spaces.
    unpacked_unsuspected_bytes: int = Field(default=10_000_000, ge=0)
    archive_members: int = Field(default=1_000_000, gt=0)
