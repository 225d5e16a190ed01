"""Published models are read as what their names say; all else is refused in one line, and nothing of it is done."""

from __future__ import annotations

import json
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learn.banks import draw
from learn.esr import torchfiles
from learn.esr.test_glsl import small
from upshade import cli
from upshade.core import hook
from upshade.errors import BadInput, NotFound
from upshade.learn.esr import model, published, reference, torchfile
from upshade.learn.esr.model import Form, Network, drawn_by_lot

NAMES = {
    "eSR-MAX_s3_K5_C2": Form("max", 3, 5, 2, range="full"),
    "eSR-TM_s2_K7_C16": Form("tm", 2, 7, 16, range="full"),
    "eSR-TR_s4_K3_C1": Form("tr", 4, 3, 1, range="full"),
    "eSR-CNN_s2_C4_D3_S6": Form("esr-cnn", 2, 0, 4, 3, 6, range="full"),
    "ESPCN_s2_D0_S3": Form("espcn", 2, 0, 0, 0, 3, range="full"),
    "ESPCN_s3_D9_S27": Form("espcn", 3, 0, 0, 9, 27, range="full"),
    "FSRCNN_s2_D6_S3_M1": Form("fsrcnn", 2, 0, 0, 6, 3, 1, range="full"),
    "FSRCNN_s4_D19_S12_M4": Form("fsrcnn", 4, 0, 0, 19, 12, 4, range="full"),
}
SMALL = Form("tm", 2, 3, 1, range="full")


def whole() -> bytes:
    return torchfiles.saved(torchfiles.published(SMALL))


@pytest.mark.parametrize("name", NAMES)
def test_every_family(tmp_path, name):
    form = NAMES[name]
    path = tmp_path / f"{name}.model"
    path.write_bytes(torchfiles.saved(torchfiles.published(form)))
    network = published.read(path)
    assert network.form == form
    if form.family != "fsrcnn":
        want = drawn_by_lot(form).weights
        assert all(np.array_equal(network.weights[n], want[n]) for n in want)
    assert published.read(path, padding="edge").form.padding == "edge"
    path.rename(tmp_path / "mine.model")
    assert published.read(tmp_path / "mine.model", name).form == form


@pytest.mark.parametrize("factor", [2, 3, 4])
def test_a_deconvolution_is_a_convolution_and_a_shuffle(factor):
    """Against its definition: every pixel adds its 9×9 stamp, the first `pad` rows and columns are cut off."""
    random = np.random.default_rng(factor)
    maps, stamps = random.random((2, 5, 7)), random.normal(size=(2, 9, 9)).astype(np.float32)
    pad = (8 - factor) // 2 + 1
    canvas = np.zeros((5 * factor + 20, 7 * factor + 20))
    for m in range(2):
        for y in range(5):
            for x in range(7):
                canvas[y * factor : y * factor + 9, x * factor : x * factor + 9] += maps[m, y, x] * stamps[m]
    form = Form("fsrcnn", factor, 0, 0, 2, 1, 1)
    weights = dict(drawn_by_lot(form).weights)
    weights["last.weight"] = published.deconvolution(stamps, factor)
    weights["last.bias"] = np.zeros(factor**2, np.float32)
    made = reference.convolve(Network(form, weights), form.convs()[-1], maps)
    want = canvas[pad : pad + 5 * factor, pad : pad + 7 * factor]
    np.testing.assert_allclose(reference.shuffled(made, factor)[0], want, atol=1e-12)


@pytest.mark.parametrize("kind", ["<f4", "<f2", "<f8"])
def test_kinds_of_real_numbers(kind):
    array = np.arange(6, dtype=kind).reshape(2, 3)
    found = torchfile.tensors(torchfiles.saved({"a.weight": array}))
    assert found["a.weight"].dtype == np.float32 and np.array_equal(found["a.weight"], array)


def test_a_state_dict_of_today():
    """PyTorch 2: an OrderedDict with an attribute, and entries that say the order of bytes and the like."""
    hooks = torchfiles.named("collections", "OrderedDict") + b")R"
    state = b"}" + torchfiles.text("_metadata") + hooks + b"s"
    item = torchfiles.text("a") + torchfiles.tensor("0", (2,))
    data = torchfiles.archive({
        "data.pkl": b"\x80\x02" + hooks + b"(" + item + b"u" + state + b"b.", ".format_version": b"1",
        "byteorder": b"little", "data/0": np.float32([1, 2]).tobytes(), "version": b"3\n",
    })  # fmt: skip
    assert torchfile.tensors(data)["a"].tolist() == [1, 2]


def refused(capsys, path, *words: object) -> str:
    code = cli.run(["learn", "import-esr", str(path), "-o", str(path.parent / "x.glsl"), *map(str, words)])
    said = capsys.readouterr()
    assert code == 2 and said.err.count("\n") == 1 and not said.out and not (path.parent / "x.glsl").exists()
    return said.err


def test_a_file_to_play(context, capsys, tmp_path):
    path, out = tmp_path / "eSR-TM_s2_K3_C1.model", tmp_path / "my model.glsl"
    path.write_bytes(whole())
    words = ["learn", "import-esr", str(path), "-o", str(out), "--title", "Mine"]
    assert cli.run([*words, "--json", "--padding", "edge"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["bytes"] == out.stat().st_size and (said["family"], said["factor"], said["weights"]) == ("tm", 2, 72)
    shader = hook.load(out, "mine")
    assert shader.meta["title"] == "Mine" and {p.name for p in shader.params} == {"strength", "luma_range"}
    assert cli.run(words) == 1 and "--overwrite" in capsys.readouterr().err
    assert cli.run([*words, "--overwrite"]) == 0
    assert "eSR-TM 2x K3 C1, 72 weights, zero padding" in capsys.readouterr().out
    picture = small(2)
    want = reference.draw(published.read(path), picture)
    assert np.abs(np.clip(draw(context, out, picture, 2), 0, 1) - np.clip(want, 0, 1)).max() <= 1 / 255


def test_nothing_malicious_is_done(capsys, tmp_path):
    flag = tmp_path / "done"
    path = tmp_path / "eSR-TM_s2_K3_C1.model"
    for pickle in torchfiles.malicious(str(flag)):
        path.write_bytes(torchfiles.saved(torchfiles.published(SMALL), {"data.pkl": pickle}))
        said = refused(capsys, path)
        assert "nothing of it was done" in said or "protocol" in said, said
        assert not flag.exists()
    # As the older form of PyTorch's files, and as no archive at all.
    for raw in (torchfiles.malicious(str(flag))[2], b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19." + whole()):
        path.write_bytes(raw)
        refused(capsys, path)
        assert not flag.exists()


def changed(**more: bytes) -> bytes:
    return torchfiles.saved(torchfiles.published(SMALL), {name.replace("__", "/"): v for name, v in more.items()})


def described(*words: bytes) -> bytes:
    names = ("filter.weight", "filter.bias")
    pickle = torchfiles.words(dict(zip(names, words, strict=False)))
    return torchfiles.saved(torchfiles.published(SMALL), {"data.pkl": pickle})


SHAPE = (8, 1, 3, 3)
WRONG = {
    "empty": (lambda: b"", "no PyTorch file"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(99), "no PyTorch file"),
    "another archive": (lambda: torchfiles.archive({"mimetype": b"x"}), "no data.pkl"),
    "compressed": (lambda: torchfiles.archive({"data.pkl": bytes(9999)}, zipfile.ZIP_DEFLATED), "compressed"),
    "a large pickle": (lambda: changed(**{"data.pkl": bytes(1 << 17)}), "data.pkl of more than"),
    "marks in marks": (lambda: changed(**{"data.pkl": b"\x80\x02" + b"(" * 32000 + b"t" * 32000}), "damaged data.pkl"),
    "too large": (lambda: changed(data__1=bytes(5 << 20)), "larger than 4 MiB"),
    "many entries": (lambda: changed(**{f"data__x{i}": b"" for i in range(600)}), "entries"),
    "big-endian": (lambda: changed(byteorder=b"big"), "big-endian"),
    "short": (lambda: changed(data__9000=bytes(284)), "has 284 bytes"),
    "long": (lambda: changed(data__9000=bytes(292)), "has 292 bytes"),
    "not there": (lambda: described(torchfiles.tensor("9001", SHAPE)), "lacks the numbers"),
    "elsewhere": (lambda: described(torchfiles.tensor("../version", SHAPE)), "storage"),
    "overrun": (lambda: described(torchfiles.tensor("9000", SHAPE, count=71)), "not the whole"),
    "offset": (lambda: described(torchfiles.tensor("9000", (7, 1, 3, 3), offset=9, count=72)), "not the whole"),
    "strides": (lambda: described(torchfiles.tensor("9000", SHAPE, stride=(1, 8, 8, 24))), "not the whole"),
    "absurd": (lambda: described(torchfiles.tensor("9000", (2**30, 1, 2**30, 1), count=72)), "shape"),
    "absurd storage": (lambda: described(torchfiles.tensor("9000", SHAPE, count=2**30)), "storage"),
    "negative": (lambda: described(torchfiles.tensor("9000", (-8, 1, -3, 3))), "shape"),
    "no kind of ours": (lambda: described(torchfiles.tensor("9000", (36,), "LongStorage")), "LongStorage"),
    "shared": (lambda: described(*[torchfiles.tensor("9000", SHAPE)] * 2), "another tensor as well"),
    "no tensors": (lambda: described(torchfiles.whole(5)), "something else than tensors"),
    "one more": (lambda: torchfiles.saved({**torchfiles.published(SMALL), "b": np.float32([1])}), "none of its"),
    "one less": (lambda: torchfiles.saved({"filter.bias": np.float32([1])}), "'filter.weight' is missing"),
    "another size": (lambda: torchfiles.saved(torchfiles.published(Form("tm", 2, 3, 2))), "16×1×3×3, not 8×1×3×3"),
    "no numbers": (lambda: torchfiles.saved({"filter.weight": np.full(SHAPE, np.nan, np.float32)}), "not all numbers"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_files_that_are_something_else(capsys, tmp_path, case):
    make, said = WRONG[case]
    path = tmp_path / "eSR-TM_s2_K3_C1.model"
    path.write_bytes(make())
    assert said in refused(capsys, path)


def test_entries_that_lie_in_one_another(tmp_path):
    """As a ZIP bomb without compression: two names for the same bytes."""
    data = bytearray(whole())
    first = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    entries = data[first:end]
    data[end:end] = entries.replace(b"archive/", b"brchive/")
    end += len(entries)
    data[end + 8 : end + 16] = b"\x06\0\x06\0" + (2 * len(entries)).to_bytes(4, "little")
    with pytest.raises(BadInput):
        torchfile.tensors(bytes(data))


@pytest.mark.parametrize(("name", "said"), [
    ("Bicubic_s2", "bicubic interpolation by 2"), ("mine", "--as gives one"), ("eSR-TM_s2_K3", "eSR-TM_s2_K#_C#"),
    ("eSR-TM_s5_K3_C1", "eSR-TM_s2_K#_C#"), ("eSR-TM_s2_K4_C1", "3, 5, 7, not 4"), ("eSR-TM_s2_K3_C17", "not 17"),
    ("eSR-TR_s2_K3_C1", "12×1×3×3"), ("FSRCNN_s2_D6_S1_M1", "is missing"), ("eSR-TM_s2_K٣_C1", "eSR-TM_s2_K#_C#"),
])  # fmt: skip
def test_names_that_say_something_else(capsys, tmp_path, name, said):
    path = tmp_path / f"{name}.model"
    path.write_bytes(whole())
    assert said in refused(capsys, path)


def test_what_is_said_of_paths_and_words(capsys, tmp_path):
    path = tmp_path / "eSR-TM_s2_K3_C1.model"
    assert "no such file" in refused(capsys, path)
    path.mkdir()
    assert "is no file" in refused(capsys, path)
    path.rmdir()
    path.write_bytes(whole())
    assert "did you mean 'edge'" in refused(capsys, path, "--padding", "egde")
    assert "begin a block" in refused(capsys, path, "--title", "x //!HOOK MAIN")


@settings(max_examples=400)
@given(data=st.data())
def test_damaged_files_are_refused_or_read(data):
    """Cut short anywhere, or with a few bytes or bits changed: BadInput, or tensors, which are real ones."""
    file = bytearray(whole())
    how = data.draw(st.sampled_from(["cut", "bits", "bytes", "pickle"]))
    if how == "cut":
        del file[data.draw(st.integers(0, len(file) - 1)) :]
    elif how == "pickle":
        pickle = bytearray(torchfiles.words({"filter.weight": torchfiles.tensor("9000", SHAPE)}))
        for _ in range(data.draw(st.integers(1, 4))):
            pickle[data.draw(st.integers(0, len(pickle) - 1))] = data.draw(st.integers(0, 255))
        file = bytearray(changed(**{"data.pkl": bytes(pickle)}))
    else:
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, len(file) - 1))
            file[at] = (
                data.draw(st.integers(0, 255)) if how == "bytes" else file[at] ^ 1 << data.draw(st.integers(0, 7))
            )
    try:
        found = torchfile.tensors(bytes(file))
    except BadInput as error:
        assert "\n" not in str(error)
    else:
        assert all(array.dtype == np.float32 and array.size == 72 for array in found.values())


def test_networks_are_kept_as_files(tmp_path):
    path = tmp_path / "a.npz"
    form = Form("cnn", 2, 0, 4, layers=2)
    network = Network(form, drawn_by_lot(form).weights, {"made": "here"})
    network.save(path)
    read = model.load(path)
    assert (read.form, read.notes) == (form, {"made": "here"})
    assert all(np.array_equal(read.weights[n], network.weights[n]) for n in form.shapes())
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BadInput, match="no network"):
        model.load(path)
    with pytest.raises(NotFound):
        model.load(tmp_path / "none.npz")


def test_a_network_has_the_weights_of_its_form():
    form = Form("esr", 2, 3)
    good = drawn_by_lot(form).weights
    for bad, said in (
        ({}, "lacks the weights 'last.weight'"),
        ({**good, "more": good["last.weight"]}, "no use for the weights 'more'"),
        ({"last.weight": good["last.weight"].astype(np.float64)}, "float64"),
        ({"last.weight": good["last.weight"][:2]}, r"\(2, 1, 3, 3\)"),
        ({"last.weight": good["last.weight"] * np.inf}, "not all numbers"),
    ):
        with pytest.raises(BadInput, match=said):
            Network(form, bad)


@pytest.mark.parametrize(("fields", "said"), [
    ({"family": "tn"}, "did you mean 'tm'"), ({"family": "max", "variant": "gate"}, "tm and tr, not of max"),
    ({"family": "tm", "kernel": 5}, "'channels' is 1 to 16 for tm, not 0"),
    ({"family": "esr", "kernel": 9}, "'kernel'"), ({"family": "esr", "kernel": 3, "factor": 5}, "factor 5"),
    ({"family": "esr", "kernel": 3, "padding": "x"}, "padding"),
    ({"family": "esr", "kernel": 3, "layers": 2}, "'layers' is 0 for esr"),
])  # fmt: skip
def test_forms_that_there_are_not(fields, said):
    with pytest.raises(BadInput, match=said):
        Form(**fields)


def test_sizes_as_published():
    """Weights by the paper's table, and of the small network that was tried first."""
    for form, count in (
        (Form("max", 2, 5, 2), 200), (Form("tm", 2, 7, 8), 3136), (Form("tr", 2, 7, 13), 7644),
        (Form("esr-cnn", 2, 0, 8, 3, 9), 5514), (Form("cnn", 2, 0, 4, layers=6), 1760),
    ):  # fmt: skip
        assert form.parameters == count
