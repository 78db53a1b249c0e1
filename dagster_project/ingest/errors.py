"""The one error of reading."""


class InputError(ValueError):
    """An input that cannot be read; the message is the reason shown to the user."""
