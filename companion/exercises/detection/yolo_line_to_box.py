"""Exercise: a line of a label file in YOLO's format becomes an xyxy box in pixels."""

import numpy as np

KIND = "code"
TITLE = "a line of YOLO's labels"
PROMPT = (
    "YOLO's label files have a line for each object, such as `2 0.5 0.25 0.2 0.1`: the class, then centre x, centre y, "
    "width and height, normalised. Write `yolo_line_to_box(line, image_size)`, with `image_size` as (height, width) in "
    "pixels. Return the class as an int and the box as an array of four floats, xyxy in pixels; do not round it."
)


def yolo_line_to_box(line, image_size): ...  # your code here


stub = yolo_line_to_box


def solution(line, image_size):
    label, *numbers = line.split()
    height, width = image_size
    centre_x, centre_y, box_width, box_height = np.array(numbers, dtype=float) * [width, height, width, height]
    left, top = centre_x - box_width / 2, centre_y - box_height / 2
    return int(label), np.array([left, top, left + box_width, top + box_height])


HINTS = [
    "`line.split()` gives five strings. Turn the last four into floats.",
    "Two of the four numbers belong to the width of the picture and two to its height. Which comes first in "
    "`image_size`, and which in the line?",
    "In cxcywh the box reaches half its width to either side of the centre.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    got = answer("2 0.5 0.25 0.2 0.1", (100, 200))  # centre 100, 25; 40 wide, 10 high
    if not isinstance(got, tuple | list) or len(got) != 2:
        return "Return two things, the class and the box."
    label, box = got
    if isinstance(label, str | float | np.floating):
        return f"The class should be an int; yours is of type `{type(label).__name__}`."
    if label != 2:
        return "The class is the first number of the line."
    if np.shape(box) != (4,):
        return f"The box should have shape (4,); yours has {np.shape(box)}."
    return _diagnose(np.asarray(box, dtype=float)) or _on_random(answer, rng)


_SEEN = [  # what a mistake makes of the line above, and its name
    ([80, 20, 120, 30], None),
    ([40, 40, 60, 60], "Height and width of the picture look swapped: x belongs to the width, which comes second."),
    ([100, 25, 40, 10], "In pixels, but still centre and size: turn them into the four edges."),
    ([100, 25, 140, 35], "You took the centre for the left top corner: half of the box lies on the other side of it."),
    ([60, 15, 140, 35], "The box is twice too large: from the centre to an edge it is half the width, not the width."),
    ([0.4, 0.2, 0.6, 0.3], "The four edges, but still as fractions of the picture: turn them into pixels."),
    ([80, 20, 40, 10], "That is xywh: the last two numbers are to be the right and the lower edge."),
    ([20, 80, 30, 120], "The order is y first; xyxy begins with x."),
    ([80, 120, 20, 30], "Both x, then both y: xyxy is left, top, right, lower edge."),
    (
        [80, 20, 119, 29],
        "Right and lower edge are one pixel short: the edges lie between pixels, nothing is taken away.",
    ),
    ([99.9, 24.95, 100.1, 25.05], "The centre is in pixels, but width and height are still fractions of the picture."),
]


def _diagnose(box):
    for seen, message in _SEEN:
        if np.allclose(box, seen):
            return message
    return "Wrong for a line with round numbers: work it out on paper for a picture of 100 × 200 and compare."


def _on_random(answer, rng):
    for _ in range(10):
        size = tuple(int(side) for side in rng.integers(50, 900, 2))
        numbers = rng.uniform(0.1, 0.9, 4).round(6)
        line = f"{rng.integers(3, 80)} " + " ".join(f"{number:.6f}" for number in numbers)
        (label, box), (want_label, want) = answer(line, size), solution(line, size)
        if label != want_label:
            return "Wrong for a class of two digits: split the line at its spaces."
        if np.allclose(box, want):
            continue
        if np.allclose(box, want, rtol=0, atol=1.01):
            return "Nearly: a box need not begin and end on whole pixels, so do not round it."
        clipped = np.clip(want, 0, [size[1], size[0], size[1], size[0]])
        if np.allclose(box, clipped):
            return "You clip the box to the picture, which is not asked for."
        return "Right for one line, wrong for random ones: does anything depend on the numbers of the first example?"
    return None


def another_solution(line, image_size):  # edges as fractions first
    label, x, y, w, h = (float(part) for part in line.split())
    fractions = [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
    return int(label), np.array([part * image_size[1 - axis % 2] for axis, part in enumerate(fractions)])


def sizes_swapped(line, image_size):
    return solution(line, image_size[::-1])


def still_centre(line, image_size):
    label, box = solution(line, image_size)
    return label, np.concatenate([(box[:2] + box[2:]) / 2, box[2:] - box[:2]])


def centre_as_corner(line, image_size):
    label, (x, y, w, h) = still_centre(line, image_size)
    return label, np.array([x, y, x + w, y + h])


def twice_too_large(line, image_size):
    label, (x, y, w, h) = still_centre(line, image_size)
    return label, np.array([x - w, y - h, x + w, y + h])


def still_normalised(line, image_size):
    return solution(line, (1, 1))


def corner_and_size(line, image_size):
    label, box = solution(line, image_size)
    return label, np.concatenate([box[:2], box[2:] - box[:2]])


def y_first(line, image_size):
    label, box = solution(line, image_size)
    return label, box[[1, 0, 3, 2]]


def rounded(line, image_size):
    label, box = solution(line, image_size)
    return label, box.round()


def clipped(line, image_size):
    label, box = solution(line, image_size)
    return label, np.clip(box, 0, [image_size[1], image_size[0], image_size[1], image_size[0]])


def both_x_first(line, image_size):
    label, box = solution(line, image_size)
    return label, box[[0, 2, 1, 3]]


def last_pixel(line, image_size):
    label, box = solution(line, image_size)
    return label, box - [0, 0, 1, 1]


def size_not_scaled(line, image_size):
    label, (x, y, _, _) = still_centre(line, image_size)
    w, h = (float(part) for part in line.split()[3:])
    return label, np.array([x - w / 2, y - h / 2, x + w / 2, y + h / 2])


def class_as_text(line, image_size):
    return line.split()[0], solution(line, image_size)[1]


def class_as_float(line, image_size):
    return float(line.split()[0]), solution(line, image_size)[1]


def first_character(line, image_size):
    return int(line[0]), solution(line, image_size)[1]


def only_the_box(line, image_size):
    return solution(line, image_size)[1]


WRONG_ANSWERS = {
    sizes_swapped: "swapped",
    still_centre: "still centre and size",
    centre_as_corner: "took the centre for",
    twice_too_large: "twice too large",
    still_normalised: "as fractions",
    corner_and_size: "That is xywh",
    y_first: "y first",
    both_x_first: "Both x",
    last_pixel: "one pixel short",
    size_not_scaled: "still fractions of",
    rounded: "do not round",
    clipped: "clip the box",
    class_as_text: "should be an int",
    class_as_float: "should be an int",
    first_character: "two digits",
    only_the_box: "two things",
}
