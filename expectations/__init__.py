"""Quality gates of the raw tables: one suite of expectations per table, and their runner."""
