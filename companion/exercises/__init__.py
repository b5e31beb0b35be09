"""Exercises with checks, hints, solutions and local progress.

An exercise is one file ``companion/exercises/<chapter>/<name>.py``; its key is ``"<chapter>/<name>"``. Nothing is
registered anywhere, and nothing but this layer is imported until an exercise is asked for.

Examples
--------
>>> from companion import exercises
>>> exercise = exercises.get("start/mean_brightness")
>>> exercise.check(...)
Not attempted: Put your code where the three dots are, then run the cell again.
"""

from companion.exercises.catalogue import available, get
from companion.exercises.exercise import Exercise
from companion.exercises.outcome import Outcome

__all__ = ["Exercise", "Outcome", "available", "get"]
