"""Exercise: lists of different length become arrays padded with label -1."""

import numpy as np

KIND = "code"
TITLE = "a batch of ground truths"
PROMPT = (
    "Write `pad_ground_truths(boxes, labels)`. Both are lists with one entry a picture: `boxes[i]` has shape (n, 4), "
    "`labels[i]` shape (n,), where n differs from picture to picture and may be 0. Return the pair of a float array of "
    "shape (B, M, 4) and an int array of shape (B, M), where M is the largest n. Objects stay in their order, at the "
    "front; a row without an object has label -1, whatever its box."
)


def pad_ground_truths(boxes, labels): ...  # your code here


stub = pad_ground_truths


def solution(boxes, labels):
    most = max(len(listed) for listed in labels)
    padded_boxes = np.zeros((len(labels), most, 4))
    padded_labels = np.full((len(labels), most), -1)
    for row, (box, label) in enumerate(zip(boxes, labels, strict=True)):
        padded_boxes[row, : len(label)] = box
        padded_labels[row, : len(label)] = label
    return padded_boxes, padded_labels


HINTS = [
    "How many rows must each picture have, so that the fullest one fits?",
    "`np.full(shape, -1)` is an array in which no row has an object yet. Then write each picture into its first rows.",
    "Class 0 is a class like any other: why would zeros be a bad choice for the labels of empty rows?",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    for counts in [(2, 0, 3), (1, 1), *rng.integers(0, 6, (8, 4)).tolist()]:
        if max(counts) == 0:
            continue
        boxes = [rng.uniform(0, 50, (count, 4)) for count in counts]
        labels = [rng.integers(1, 9, count) for count in counts]
        labels[int(np.argmax(counts))][0] = 0  # class 0 is there
        got = answer([box.copy() for box in boxes], [label.copy() for label in labels])
        if sentence := _compare(got, boxes, labels, counts):
            return sentence
    return None


def _compare(got, boxes, labels, counts):
    if not isinstance(got, tuple | list) or len(got) != 2:
        return "Return two arrays, the padded boxes and the padded labels."
    if any(map(_ragged, got)):
        return "The pictures still have different numbers of rows: fill them up to the fullest one."
    if np.ndim(got[0]) == 2 and np.ndim(got[1]) == 3:
        return "Return the boxes first, then the labels."
    want = solution(boxes, labels)
    for name, one, other in zip(("boxes", "labels"), got, want, strict=True):
        if np.shape(one) != other.shape:
            return (
                f"For pictures with {_listed(counts)} objects the {name} have shape {np.shape(one)}: {_why(one, other)}"
            )
    got_boxes, got_labels = map(np.asarray, got)
    return _types(got_boxes.dtype, got_labels.dtype) or _values(got_boxes, got_labels, *want)


def _ragged(listed):
    try:
        np.shape(listed)
    except ValueError:
        return True
    return False


def _types(boxes, labels):
    if not np.issubdtype(labels, np.integer):
        return f"Labels are used as indices, so they must be whole numbers; yours have dtype {labels}."
    if np.issubdtype(labels, np.unsignedinteger):
        return f"Your labels have dtype {labels}, which cannot hold -1: it turns into the largest number."
    if not np.issubdtype(boxes, np.floating):
        return f"Boxes need a float array; yours has dtype {boxes}, and what stands after the point is lost."
    return None


def _listed(counts):
    return ", ".join(map(str, counts))


def _why(one, other):
    shape = np.shape(one)
    if len(shape) and shape[0] < other.shape[0]:
        return "a picture without objects keeps its place in the batch."
    if len(shape) > 1 and shape[1] > other.shape[1]:
        return "no more rows than the fullest picture needs."
    if len(shape) > 1 and shape[1] < other.shape[1]:
        return "the fullest picture must fit, and nothing may be cut off."
    return "count the axes: picture, row, and for boxes the four numbers."


def _values(boxes, labels, want_boxes, want_labels):
    real = want_labels >= 0
    if np.array_equal(labels[real], want_labels[real]):
        return _boxes(boxes[real], want_boxes[real]) or _empty(labels[~real])
    if np.array_equal(labels[:, ::-1], want_labels):
        return "The rows stand the wrong way round: objects in their order, empty rows behind them."
    if np.array_equal(np.sort(labels, axis=1), np.sort(want_labels, axis=1)):
        return "The right labels in the wrong rows: objects belong to the front, in their order."
    if (labels[want_labels == 0] == -1).all():
        return "An object of class 0 was lost: 0 is a class like any other."
    return "Wrong values: print both arrays for two pictures, one with two objects and one with none."


def _boxes(got, want):
    return None if np.allclose(got, want) else "The labels are right, but boxes stand in other rows than their labels."


def _empty(labels):
    """Say what is wrong with the labels of the rows without an object."""
    if (labels == -1).all():
        return None
    if (labels == 0).all():
        return "Empty rows have label 0, and that is a class: they would train it. They need a label that is none."
    if (labels > 0).any():
        return "Empty rows repeat an object: it would count several times. They need the label -1."
    return "Empty rows need the label -1."


def another_solution(boxes, labels):  # stack rows filled up one by one
    most = max(map(len, labels))
    rows = [np.vstack([np.reshape(box, (-1, 4)), -np.ones((most - len(box), 4))]) for box in boxes]
    return np.stack(rows), np.stack([np.append(label, [-1] * (most - len(label))) for label in labels]).astype(int)


def zero_labels(boxes, labels):
    padded, marked = solution(boxes, labels)
    return padded, np.maximum(marked, 0)


def empty_pictures_dropped(boxes, labels):
    kept = [row for row, label in enumerate(labels) if len(label)]
    return solution([boxes[row] for row in kept], [labels[row] for row in kept])


def cut_to_the_emptiest(boxes, labels):
    fewest = min(map(len, labels))
    return solution([box[:fewest] for box in boxes], [label[:fewest] for label in labels])


def fixed_length(boxes, labels):
    padded, marked = solution(boxes, labels)
    extra = 20 - marked.shape[1]
    return np.pad(padded, ((0, 0), (0, extra), (0, 0))), np.pad(marked, ((0, 0), (0, extra)), constant_values=-1)


def objects_at_the_end(boxes, labels):
    padded, marked = solution(boxes, labels)
    order = np.argsort(marked >= 0, axis=1, kind="stable")
    return np.take_along_axis(padded, order[..., None], 1), np.take_along_axis(marked, order, 1)


def float_labels(boxes, labels):
    padded, marked = solution(boxes, labels)
    return padded, marked.astype(float)


def unsigned_labels(boxes, labels):
    padded, marked = solution(boxes, labels)
    return padded, marked.astype(np.uint8)


def whole_pixels(boxes, labels):
    padded, marked = solution(boxes, labels)
    return padded.astype(int), marked


def labels_first(boxes, labels):
    return solution(boxes, labels)[::-1]


def not_filled_up(boxes, labels):
    return [box.tolist() for box in boxes], [label.tolist() for label in labels]


def all_in_one_row(boxes, labels):
    return np.concatenate(boxes), np.concatenate(labels)


def last_object_repeated(boxes, labels):
    padded, marked = solution(boxes, labels)
    for row, label in enumerate(labels):
        if len(label):
            padded[row, len(label) :], marked[row, len(label) :] = boxes[row][-1], label[-1]
    return padded, marked


def class_zero_lost(boxes, labels):
    padded, marked = solution(boxes, labels)
    return padded, np.where(marked > 0, marked, -1)


def boxes_sorted(boxes, labels):
    return solution([box[np.argsort(box[:, 0])] for box in boxes], labels)


def only_labels(boxes, labels):
    return solution(boxes, labels)[1]


WRONG_ANSWERS = {
    zero_labels: "label 0",
    empty_pictures_dropped: "keeps its place",
    cut_to_the_emptiest: "nothing may be cut off",
    fixed_length: "no more rows",
    objects_at_the_end: "belong to the front",
    float_labels: "whole numbers",
    unsigned_labels: "cannot hold -1",
    whole_pixels: "float array",
    labels_first: "boxes first",
    not_filled_up: "different numbers of rows",
    all_in_one_row: "shape",
    last_object_repeated: "repeat an object",
    class_zero_lost: "class 0 was lost",
    boxes_sorted: "other rows than their labels",
    only_labels: "two arrays",
}
