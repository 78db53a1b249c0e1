"""What holds for every test."""

from hypothesis import settings

# A busy machine is no failure: the first example may load a model, and no test here is a timed one.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
