"""Which columns are estimates, and how one prints, wherever people read it."""

# Of every table that has casualties, in this order.
ESTIMATE_COLUMNS = tuple(
    f"{measure}_{end}" for measure in ("killed", "wounded") for end in ("low", "best", "high")
)


def shown_estimate(low: int, best: int, high: int | None) -> str:
    """ "15", "15 (12 to 18)", or "370+" where there is no ceiling."""
    if high is None:
        return f"{best:,}+" if low == best else f"{best:,} ({low:,}+)"
    return f"{best:,}" if low == best == high else f"{best:,} ({low:,} to {high:,})"
