import ast
import http.server
import importlib.util
import os
import re
import threading
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from companion.data.entries import RemoteFile
from companion.pretrained import official

ROWS = official.ENTRIES


def test_every_name_is_listed_once():
    tables = (official.TORCHVISION, official.TORCHVISION_DETECTORS, official.KERAS, official.KERAS_WITHOUT_TOP)
    assert len(ROWS) == sum(map(len, tables)) == 30
    assert ROWS["weights/vgg16"].files == (official.TORCHVISION["vgg16"].file,)
    assert ROWS["weights/VGG16_notop"].files == (official.KERAS_WITHOUT_TOP["VGG16"].file,)
    assert len({(row.store, row.files[0].name) for row in ROWS.values()}) == len(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_row_says_what_is_needed(name):
    row, (file, *more) = ROWS[name], ROWS[name].files
    assert more == ([official.KERAS_CLASSES] if name.removeprefix("weights/") in official.KERAS else [])
    assert isinstance(file, RemoteFile)
    assert file.url.startswith("https://")
    assert file.url.endswith("/" + file.name)
    assert 1_000_000 < file.size < 600_000_000
    assert "arXiv" in row.citation
    assert row.licence
    known = re.fullmatch(r"sha256:[0-9a-f]{8}|md5:[0-9a-f]{32}", file.checksum)
    # Of MobileNetV2 alone Keras publishes no checksum.
    assert bool(known) == bool(file.published_by) == (not name.startswith("weights/MobileNetV2"))
    assert known or file.exact_size  # else a file that was cut could be pinned


def keras_source(module):
    """Return a module's constants about weights, and {file name as written: checksum} of its downloads."""
    folder = Path(importlib.util.find_spec("keras").origin).parent / "src" / "applications"
    tree = ast.parse((folder / f"{module}.py").read_text(encoding="utf-8"))
    constants = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and "WEIGHT" in ast.unparse(node.targets[0]):
            exec(compile(ast.Module([node], []), module, "exec"), constants)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and "get_file" in ast.unparse(node.func)]
    assert calls
    words = [{word.arg: word.value for word in call.keywords} for call in calls]
    return constants, {
        ast.unparse(call.args[0]).strip("'"): ast.literal_eval(word["file_hash"])
        for call, word in zip(calls, words, strict=True)
        if isinstance(word.get("file_hash"), ast.Constant)
    }


def facts(name):
    """Return the files with and without top of our table, each as (address, MD5)."""
    files = official.KERAS[name].file, official.KERAS_WITHOUT_TOP[name].file
    return [(file.url, file.checksum.removeprefix("md5:")) for file in files]


@pytest.mark.parametrize(
    ("name", "module", "with_top"),
    [
        ("VGG16", "vgg16", "WEIGHTS_PATH"),
        ("VGG19", "vgg19", "WEIGHTS_PATH"),
        ("DenseNet121", "densenet", "DENSENET121_WEIGHT_PATH"),
    ],
)
def test_the_table_says_what_keras_says_in_so_many_words(name, module, with_top):
    constants, checksums = keras_source(module)
    addresses = constants[with_top], constants[with_top + "_NO_TOP"]
    assert facts(name) == [(address, checksums[address.rsplit("/", 1)[-1]]) for address in addresses]


@pytest.mark.parametrize(
    ("name", "module", "key", "endings"),
    [
        (
            "ResNet50",
            "resnet",
            "resnet50",
            ("resnet50_weights_tf_dim_ordering_tf_kernels.h5", "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5"),
        ),
        ("EfficientNetB0", "efficientnet", "b0", ("efficientnetb0.h5", "efficientnetb0_notop.h5")),
    ],
)
def test_the_table_says_what_the_table_of_keras_says(name, module, key, endings):
    constants, _ = keras_source(module)
    addresses = [constants["BASE_WEIGHTS_PATH"] + ending for ending in endings]
    assert facts(name) == list(zip(addresses, constants["WEIGHTS_HASHES"][key], strict=True))


def test_keras_still_publishes_no_checksum_of_mobilenet():
    constants, checksums = keras_source("mobilenet_v2")
    start = constants["BASE_WEIGHT_PATH"] + "mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224"
    assert checksums == {}
    assert facts("MobileNetV2") == [(f"{start}.h5", ""), (f"{start}_no_top.h5", "")]


@pytest.fixture
def served(tmp_path, monkeypatch):
    """Serve a mirror with one small file of weights over http, and return its row and bytes."""
    content = b"weights " * 1000
    row = official.OfficialWeights("torchvision_weights", RemoteFile("a.pth", "https://example.org/a.pth", 9), "", "")
    (tmp_path / "mirror" / row.store).mkdir(parents=True)
    (tmp_path / "mirror" / row.store / "a.pth").write_bytes(content)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=tmp_path / "mirror"))
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv("COMPANION_DATA", str(tmp_path / "cache"))
    monkeypatch.setenv("COMPANION_MIRROR", f"http://127.0.0.1:{server.server_port}")
    yield replace(row, file=replace(row.file, exact_size=False)), content
    server.shutdown()
    thread.join()
    server.server_close()


def with_checksum(row, checksum):
    return replace(row, file=replace(row.file, checksum=checksum))


@pytest.mark.parametrize("checksum", ["sha256:89e13a94", "md5:c6addb8cc952ddcc6fa624d4a57b2ad1", ""])
def test_a_file_comes_from_the_mirror_once(served, checksum, monkeypatch, tmp_path):
    row, content = served
    path = official.fetch_weights(with_checksum(row, checksum))
    assert path == tmp_path / "cache" / "torchvision_weights" / "a.pth"
    assert path.read_bytes() == content
    monkeypatch.setenv("COMPANION_MIRROR", os.devnull)
    assert official.fetch_weights(with_checksum(row, checksum)) == path


def test_another_checksum_is_refused(served):
    row, _ = served
    with pytest.raises(OSError, match="a.pth"):
        official.fetch_weights(with_checksum(row, "sha256:00000000"))
