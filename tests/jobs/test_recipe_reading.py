"""The text of a recipe, as anyone may have written it: read, or refused in one line that names the place."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upshade.errors import BadInput
from upshade.jobs.job import Job
from upshade.jobs.recipe import of_job, parse


def edited(change: Callable[[dict[str, Any]], object]) -> str:
    data = json.loads(of_job(Job("in.mkv", "out.mkv", preset="anime-strong")).text())
    change(data)
    return json.dumps(data)


@pytest.mark.parametrize("change, told", [
    (lambda d: d["chain"][2]["values"].update(strength_color=7),
     r"^recipe\.chain\[2\]\.values: push\.strength_color: 7 is"),
    (lambda d: d["chain"][2]["values"].update(strength_colour=0.1), "did you mean 'strength_color'"),
    (lambda d: d["chain"][2]["values"].update(variant=0.5),
     r"values: push\.variant: no value '0\.5' \(one of PUSH_ORIGINAL"),
    (lambda d: d["chain"][2]["values"].update(variant=True), r"values\.variant: must be a number, not true"),
    (lambda d: d["chain"][2]["values"].update(least=10**400), r"values\.least: must be a number"),
    (lambda d: d["chain"][1].update(label="push"), r"^recipe\.chain\[2\]\.label: "),
    (lambda d: d["chain"][1].update(label="a\x1b[2J"), r"^recipe\.chain\[1\]\.label: has control characters"),
    (lambda d: d["chain"][1].update(shader="dog"), r"^recipe\.chain\[1\]\.shader: must be one of recipe\.shaders"),
    (lambda d: d["chain"][1].pop("enabled"), r"^recipe\.chain\[1\]: 'enabled' is missing"),
    (lambda d: d["chain"].extend(d["chain"] * 300), r"^recipe\.chain: has 1204 entries; the most is 1024"),
    (lambda d: d["shaders"].update({"deblur/dog": "//!HOOK\n"}), r"^recipe\.shaders\.deblur/dog:1: "),
    (lambda d: d["shaders"].update({"deblur/dog": "\ud800"}), "surrogate"),
    (lambda d: d["shaders"].update({"x": d["shaders"]["deblur/dog"]}), r"^recipe\.shaders\.x: is not in the chain"),
    (lambda d: d["output"].update(scale=1e9), r"^recipe\.output\.scale: must be a number from 0\.015625 to 64"),
    (lambda d: d["output"].update(width=5), "both a scale and a size"),
    (lambda d: d["output"].update(resize="lanczos"), "did you mean 'lanczos3'"),
    (lambda d: d["source"].update(sha256="../x"), r"^recipe\.source\.sha256: "),
    (lambda d: d.update(rate="1/0"), r"^recipe\.rate: "),
    (lambda d: d.update(codec="\x1b[2J"), r"^recipe\.codec: "),
    (lambda d: d.update(driver="\x1b[2J"), r"^recipe\.driver: has control characters"),
    (lambda d: d.update(burn_in="../../x"), r"^recipe\.burn_in: "),
    (lambda d: d.update(encoder_options={"crf": 16}), r"^recipe\.encoder_options\.crf: must be a text, not 16"),
    (lambda d: d.update(chosen=["pre", "codec"]), r"^recipe\.chosen\[1\]: "),
    (lambda d: d.update(colour=1), "unknown key 'colour'"),
    (lambda d: d.pop("format"), "no recipe of upshade"),
    (lambda d: d.update(format=True), r"^recipe\.format: "),
    (lambda d: (d.clear(), d.update(format=2, upshade="0.9.0", new=[])),
     r"^recipe\.format: 2 is of a newer version \(upshade 0\.9\.0\); this one reads 1$"),
])  # fmt: skip
def test_what_is_wrong_is_named_with_its_place(change: Callable[[dict[str, Any]], object], told: str) -> None:
    with pytest.raises(BadInput, match=told) as caught:
        parse(edited(change))
    assert "\n" not in str(caught.value) and "\x1b" not in str(caught.value) and len(str(caught.value)) < 400


@pytest.mark.parametrize("text, told", [
    ("", "not JSON"), ("nothing", "not JSON"), ("[]", "must be an object"), ("{}", "no 'format'"),
    ("[" * 10**5, "not JSON"), ('"' + '\\"' * 10**6, "not JSON"), ('{"format": NaN}', "NaN"),
    ('{"format": ' + "9" * 5000 + "}", "not JSON"), ('{"format": 1e999}', "whole number"),
    ("[" + "[]," * (2 << 20) + "[]]", "more in it"), ("[" + '"",' * (2 << 20), "more in"),
])  # fmt: skip
def test_what_is_no_recipe_is_refused_at_once(text: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        parse(text)


def test_a_recipe_of_before_there_was_a_choice_means_gamma_light() -> None:
    keys = ("linear", "sigmoid", "sigmoid_center", "sigmoid_slope")
    output = parse(edited(lambda d: [d["output"].pop(key) for key in keys])).output
    assert (output.linear, output.sigmoid, output.sigmoid_slope) == ("off", "off", 6.5)
    assert parse(edited(lambda d: None)).output.sigmoid == "auto"


def test_a_value_that_is_not_given_is_the_texts_own() -> None:
    made = parse(edited(lambda d: d["chain"][2].update(values={"strength_color": 1})))
    push = made.loaded().entries[2].shader
    assert made.chain[2].values == {p.name: p.default for p in push.params} | {"strength_color": 1.0}


GOOD = json.loads(
    of_job(Job("in.mkv", "out.mkv", preset="anime-strong", start=1.5, rate=Fraction(25), codec="ffv1")).text()
)
LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("1/2"), st.just(10**400)
)
JUNK = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


def read(text: str) -> None:
    """Read, or refused properly."""
    try:
        made = parse(text)
    except BadInput as error:
        assert "\n" not in str(error) and str(error).isprintable() and len(str(error)) < 5000
    else:
        assert parse(made.text()).text() == made.text()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.randoms(use_true_random=False), JUNK, st.integers(1, 3))
def test_altered_recipes_are_read_or_refused(choose: random.Random, junk: Any, times: int) -> None:
    data: Any = json.loads(json.dumps(GOOD))
    for _ in range(times):
        spot, key = data, None
        for _ in range(choose.randint(1, 5)):
            if isinstance(spot, dict | list) and spot:
                before, key = spot, choose.choice(list(spot) if isinstance(spot, dict) else range(len(spot)))
                spot = before[key]
        if key is not None:
            if choose.random() < 0.2:
                del before[key]
            elif isinstance(spot, str) and spot and choose.random() < 0.5:
                at = choose.randrange(len(spot))
                before[key] = spot[:at] + choose.choice(["", "//!", "\n", "\0", "\ud800", "9"]) + spot[at + 1 :]
            else:
                before[key] = json.loads(json.dumps(junk))  # a copy: what goes into itself is no JSON
    read(json.dumps(data))


@settings(max_examples=200, deadline=None)
@given(JUNK.map(json.dumps) | st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    read(text)
