"""Exercise: the forward pass of a dense block."""

import numpy as np

KIND = "code"
TITLE = "a dense block"
PROMPT = (
    "Write `dense_block(x, layers)`: `x` has shape (H, W, C), and `layers` is a list of functions. Each takes one "
    "array with all maps so far, the block's input first and then those of each layer in order, and returns new maps "
    "of shape (H, W, k). Return everything that leaves the block as one array, in that same order."
)


def dense_block(x, layers): ...  # your code here


stub = dense_block


def solution(x, layers):
    maps = [x]
    for layer in layers:
        maps.append(layer(np.concatenate(maps, axis=-1)))
    return np.concatenate(maps, axis=-1)


HINTS = [
    "Keep a list of maps that starts with x. What does every layer get, and what happens to what it returns?",
    "`np.concatenate(maps, axis=-1)` puts maps of shape (H, W, C1), (H, W, C2), ... side by side.",
    "With an empty list of layers the block returns x.",
]


def check(answer, rng):
    """Return None if right, else one sentence that names the likely mistake."""
    one = np.ones((4, 5, 2))
    seen, lists = [], []

    def layer(maps):
        lists.append(isinstance(maps, (list, tuple)))
        maps = np.concatenate(maps, axis=-1) if lists[-1] else np.array(maps)
        seen.append(maps)
        return np.repeat(np.mean(maps, axis=-1, keepdims=True) + len(seen), 2, axis=-1)

    single = answer(one.copy(), [lambda maps: one])
    if not isinstance(single, (list, tuple)) and np.array_equal(single, one + one):
        return "Your block adds what its layer made to what was there; DenseNet puts the two side by side."
    if np.shape(single) in ((8, 5, 2), (4, 10, 2)):
        return "Your block puts maps below or beside one another in the picture; the axis of the maps is the last."
    x = rng.normal(size=(4, 5, 3))
    got = answer(x.copy(), [layer] * 3)
    if any(lists):
        return "A layer of yours was given a list of arrays; it takes one array, so put them side by side first."
    if isinstance(got, (list, tuple)):
        return f"Your block returns a list of {len(got)} arrays; put them side by side in one array."
    if len(seen) != 3:
        return f"Every layer should be called once; with three layers yours called {len(seen)}."
    return _inputs_mistake(seen, x) or _output_mistake(np.asarray(got), seen, x) or _empty_mistake(answer, x)


def _empty_mistake(answer, x):
    right = np.array_equal(answer(x.copy(), []), x)
    return None if right else "A block without layers passes its input on as it is; yours does not."


def _inputs_mistake(seen, x):
    widths = [maps.shape[-1] for maps in seen]
    if any(maps.ndim != 3 or maps.shape[:2] != x.shape[:2] for maps in seen):
        return "A layer was given maps of another height and width than the block's input; only their number may grow."
    if not all(np.array_equal(maps[..., : x.shape[-1]], x) for maps in seen):
        if widths == [3, 2, 2]:
            return "A layer of yours gets the maps of its neighbour alone; it should get those of all before it."
        return "The block's input should stand first, as it is, in what every layer gets."
    if widths == [3, 3, 3]:
        return "Every layer of yours gets the block's input alone; it should get the maps of the layers before it too."
    if widths == [3, 5, 5]:
        return (
            "A layer of yours gets the block's input and its neighbour's maps; those of the layers before are missing."
        )
    return None if widths == [3, 5, 7] else f"Layers should see 3, 5 and 7 maps here; yours see {widths}."


def _output_mistake(got, seen, x):
    want = np.concatenate([seen[2], np.repeat(np.mean(seen[2], axis=-1, keepdims=True) + 3, 2, axis=-1)], axis=-1)
    if got.shape == (4, 5, 2):
        return "Only the maps of the last layer leave your block; those of all layers and the input should."
    if got.shape == (4, 5, 6):
        return "The layers' maps leave your block, but its input does not."
    if got.shape == (4, 5, 7):
        return "The maps of the last layer are missing in what leaves your block."
    if got.shape != want.shape:
        return f"Three layers of 2 maps on 3 should give shape {want.shape}; yours gives {got.shape}."
    return None if np.allclose(got, want) else "The shapes are right, the order of the maps or their values are not."


def another_solution(x, layers):  # one array that grows
    for layer in layers:
        x = np.dstack([x, layer(x)])
    return x


def a_chain(x, layers):
    out = [x]
    for layer in layers:
        out.append(layer(out[-1]))
    return np.concatenate(out, axis=-1)


def last_layer_only(x, layers):
    maps = [x]
    for layer in layers:
        maps.append(layer(np.concatenate(maps, axis=-1)))
    return maps[-1]


def without_the_input(x, layers):
    return solution(x, layers)[..., x.shape[-1] if layers else 0 :]


def input_alone(x, layers):
    return np.concatenate([x] + [layer(x) for layer in layers], axis=-1)


def first_axis(x, layers):
    maps = [x]
    for layer in layers:
        new = layer(np.concatenate(maps, axis=0))
        maps.append(np.resize(new, x.shape))
    return np.concatenate(maps, axis=0)


def flattened(x, layers):
    height, width, _ = x.shape
    for layer in layers:
        x = np.concatenate([x, layer(x.reshape(1, height * width, -1)).reshape(height, width, -1)], axis=-1)
    return x


def no_axis(x, layers):
    for layer in layers:
        x = np.concatenate([x, layer(x)])
    return x


def newest_first(x, layers):
    for layer in layers:
        x = np.concatenate([layer(x), x], axis=-1)
    return x


def last_not_appended(x, layers):
    maps = [x]
    for layer in layers[:-1]:
        maps.append(layer(np.concatenate(maps, axis=-1)))
    if layers:
        layers[-1](np.concatenate(maps, axis=-1))
    return np.concatenate(maps, axis=-1)


def input_and_neighbour(x, layers):
    maps = [x]
    for layer in layers:
        maps.append(layer(np.concatenate([x, *maps[1:][-1:]], axis=-1)))
    return np.concatenate(maps, axis=-1)


def added(x, layers):
    for layer in layers:
        x = x + layer(x)
    return x


def layers_get_a_list(x, layers):
    maps = [x]
    for layer in layers:
        maps.append(layer(maps))
    return np.concatenate(maps, axis=-1)


def returns_a_list(x, layers):
    maps = [x]
    for layer in layers:
        maps.append(layer(np.concatenate(maps, axis=-1)))
    return maps


def nothing_without_layers(x, layers):
    return solution(x, layers) if layers else x[..., :0]


WRONG_ANSWERS = {
    added: "adds what its layer made",
    layers_get_a_list: "was given a list",
    returns_a_list: "returns a list",
    nothing_without_layers: "passes its input on",
    a_chain: "neighbour alone",
    last_layer_only: "Only the maps of the last layer",
    without_the_input: "its input does not",
    input_alone: "block's input alone",
    first_axis: "axis of the maps is the last",
    flattened: "another height and width",
    no_axis: "axis of the maps is the last",
    newest_first: "should stand first",
    last_not_appended: "last layer are missing",
    input_and_neighbour: "layers before are missing",
}
