"""Finding exercises, and what a reader can ask of one."""

import subprocess
import sys

import pytest

from companion import exercises


def test_available_lists_files():
    keys = exercises.available()
    assert "start/mean_brightness" in keys
    assert keys == sorted(keys)
    assert all(key.count("/") == 1 for key in keys)


def test_an_unknown_key_names_near_ones():
    with pytest.raises(ValueError, match=r"got 'start/mean_brightnes'; did you mean 'start/mean_brightness'"):
        exercises.get("start/mean_brightnes")
    with pytest.raises(ValueError, match="lists them all"):
        exercises.get("../../etc/passwd")
    with pytest.raises(TypeError, match=r'key must be a string like "chapter/name", got int'):
        exercises.get(3)


def test_what_an_exercise_tells():
    exercise = exercises.get("start/mean_brightness")
    assert exercise.kind == "code"
    assert "mean_brightness" in exercise.prompt
    assert repr(exercise) == f"Exercise start/mean_brightness: {exercise.title}"


def test_hints_are_graded():
    exercise = exercises.get("start/mean_brightness")
    count = len(exercise._module.HINTS)
    shown = [repr(exercise.hint()) for _ in range(count + 1)]
    assert [text[:11] for text in shown] == [f"**Hint {number} of"[:11] for number in (1, 2, 3, 3)]
    assert repr(exercise.hint(1)) == shown[0]
    with pytest.raises(ValueError, match="number must be a whole number from 1 to 3, got 4"):
        exercise.hint(4)


def test_asking_for_a_later_hint_goes_on_from_there():
    exercise = exercises.get("start/mean_brightness")
    exercise.hint(2)
    assert repr(exercise.hint()).startswith("**Hint 3 of 3.**")


def test_solution_of_code_carries_the_readers_name():
    text = repr(exercises.get("start/mean_brightness").solution())
    assert text.startswith("```python\ndef mean_brightness(images):\n")
    assert text.endswith("\n```")


def test_solution_of_a_choice_gives_every_reason():
    exercise = exercises.get("start/channels_first_or_last")
    text = repr(exercise.solution())
    assert text.startswith("**d** is right: ")
    assert all(reason in text for _, reason in exercise._module.OPTIONS.values())


def test_the_layer_imports_no_framework():
    code = (
        "import sys; from companion import exercises; exercises.available(); exercises.get('start/mean_brightness');"
        "print([m for m in ('torch', 'keras', 'tensorflow', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
