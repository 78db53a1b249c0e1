"""One module per table loaded or published."""
