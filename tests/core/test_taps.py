"""The proof that taps lie at texel centres must never say yes wrongly, and must see through what authors write."""

from __future__ import annotations

import random
import tracemalloc

import pytest

from upshade.core.taps.centres import Names, centred

NAMES = ("HOOKED", "MAIN")
OTHER = frozenset({"OTHER"})
KNOWN = Names(
    grid=OTHER.union(NAMES), placed=OTHER.union(NAMES, {"SMALL", "LARGE"}), coarse=OTHER.union(NAMES, {"SMALL"}),
    bound=OTHER.union(NAMES, {"SMALL", "LARGE", "MOVED"}), whole=frozenset({"reach"}), real=frozenset({"amount"}),
)  # fmt: skip
"""SMALL is half as large as the target, LARGE twice; MOVED lies elsewhere."""


def proved(body: str, known: Names = KNOWN) -> bool:
    return centred(body, NAMES, known)


def of(statements: str, before: str = "") -> str:
    """A pass whose hook runs `statements` on `p`, a position, and `o`, an offset in texels, and samples there."""
    return (f"{before}\nvec4 hook() {{ vec2 p = HOOKED_pos; vec2 o = vec2(0.0);\n{statements}\n"
            "return HOOKED_tex(p) + HOOKED_texOff(o); }")  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "#define W(a, b) dot(vec2(T(a), T(b)), vec2(1))\n#define T(x) intBitsToFloat(x)\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos) * W(103, -104); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "vec4 hook() { return HOOKED_pos.x * HOOKED_size.x < 1.0 ? vec4(0.0) : HOOKED_texOff(vec2(1, 0)); }",
        "vec4 hook() { return MAIN_texOff(vec2(-1.0, 1)) + HOOKED_texOff(0); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + vec2(-1, 2) * HOOKED_pt); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos - HOOKED_pt * vec2(2.0, 0.0)); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + HOOKED_pt); }",
        "#define go(x, y) MAIN_texOff(vec2(x, y))\nvec4 hook() { return go(-1.0, 0.0) + go(0, 2); }",
        "vec4 hook() { vec4 s = vec4(0);\nfor (int i = -2; i <= 2; i++) s += HOOKED_texOff(vec2(i, 0)); return s; }",
        "#define R 3\nvec4 hook() { return HOOKED_texOff(ivec2(R - 1, 2 * R)); }",
        "vec4 hook() { return HOOKED_texOff(vec2(0, 0)) * HOOKED_size.x; } // HOOKED_texOff(0.5)",
        "vec4 hook() { return texture(HOOKED_raw, HOOKED_pos) + textureLod(MAIN_raw, MAIN_pos - MAIN_pt, 0.0); }",
        "vec4 hook() { return textureOffset(HOOKED_raw, HOOKED_pos, ivec2(1, -1)); }",
        "vec4 hook() { return texelFetch(HOOKED_raw, ivec2(gl_FragCoord.xy * 0.3), 0); }",
        "vec4 hook() { return HOOKED_gather(HOOKED_pos * 0.3, 0) + textureGather(HOOKED_raw, vec2(0.3), 1); }",
        "vec4 hook() { return HOOKED_tex(OTHER_pos + OTHER_pt) + MAIN_tex(SMALL_pos - SMALL_pt); }",
        "vec4 hook() { return HOOKED_tex(LARGE_pos); }",
        "vec4 hook() { return OTHER_tex(vec2(0.3)) + HOOKED_tex(HOOKED_pos); }",
        "vec4 hook() { return HOOKED_tex(gl_FragCoord.xy * HOOKED_pt) + HOOKED_tex(gl_FragCoord.xy / HOOKED_size); }",
        "vec4 hook() { return HOOKED_texOff(vec2(reach, 0)); }",
        "vec4 never(vec2 at) { return HOOKED_tex(at); }\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "vec4 L(vec2 off) { return HOOKED_texOff(off); }\nvec4 hook() { return L(vec2(1, 0)) + L(-vec2(2.0)); }",
        "vec4 L(vec2 p, vec2 d) { return HOOKED_tex(p + d); }\n"
        "vec4 hook() { vec2 d = HOOKED_pt; return L(HOOKED_pos, vec2(d.x, 0)) + L(OTHER_pos, vec2(0, -d.y)); }",
        "vec2 at(int i) { if (i > 1) return HOOKED_pos; return HOOKED_pos + HOOKED_pt; }\n"
        "vec4 hook() { return HOOKED_tex(at(2)); }",
        "const vec2 offs[3] = vec2[3](vec2(0), vec2(1, -1), vec2(2, 0.0));\n"
        "vec4 hook() { vec4 s = vec4(0); for (int i = 0; i < 3; i++) s += HOOKED_texOff(offs[i]); return s; }",
        "const ivec2 offs[] = { ivec2(1, 2), ivec2(3, 4) };\nvec4 hook() { return HOOKED_texOff(offs[1]); }",
        "#define T HOOKED_tex\n#define P HOOKED_pos\nvec4 hook() { return T(P); }",
        "#define get(tex, pos, off) tex(pos + (off) * HOOKED_pt)\n#define GET(o) get(HOOKED_tex, HOOKED_pos, o)\n"
        "vec4 hook() { return GET(vec2(1, 2)) + GET(-1.0); }",
        "#define once(x) HOOKED_texOff(x)\n#define two(x) once(x) + \\\n once(2 * x)\nvec4 hook() { return two(1); }",
        "#ifdef A\n#define R 2\n#else\n#define R (3)\n#endif\nvec4 hook() { return HOOKED_texOff(vec2(R, -R)); }",
        "#if defined(HOOKED_raw) && 2 > 1\n#define R 2\n#else\n#define R 0.5\n#endif\n"
        "vec4 hook() { return HOOKED_texOff(vec2(R)); }",
        "#if 0\nvec4 hook() { return HOOKED_texOff(0.5); }\n#else\nvec4 hook() { return HOOKED_texOff(1); }\n#endif",
        "vec4 hook() { vec2 o;\n#ifdef A\no = vec2(1);\n#else\no = vec2(2);\n#endif\nreturn HOOKED_texOff(o); }",
    ],
)  # fmt: skip
def test_proved(body: str) -> None:
    assert proved(body)


@pytest.mark.parametrize(
    "statements",
    [
        "vec2 d = HOOKED_pt; p += vec2(-d.x, 0);",
        "float x = HOOKED_pt.x, y = HOOKED_pt.y; p = HOOKED_pos + vec2(2.0 * x, -y * 3.0);",
        "p.x += HOOKED_pt.x * 2.0; p.y -= HOOKED_pt.y; o.x = 3.0; o[1] = 2.0;",
        "for (float x = -1.0; x <= 1.0; x += 1.0) for (float y = -1.0; y <= 1.0; y++) o = vec2(x, y);",
        "int i = 0; while (i < 3) { i += 1; o = vec2(i / 2, i % 2); }",
        "o = floor(vec2(amount, 0.3)); o = vec2(round(amount * 0.1), sign(amount));",
        "o = vec2(int(amount), float(amount > 0.5));",
        "o = amount > 0.5 ? vec2(1, 0) : vec2(0, 1); o = max(o, vec2(2)); o = clamp(o, -3.0, 3.0) * abs(o);",
        "p = (floor(p * HOOKED_size) + 0.5) * HOOKED_pt; p = (floor(p * HOOKED_size) + vec2(0.5)) / HOOKED_size;",
        "vec2 d = 1.0 / HOOKED_size; p = HOOKED_pos + d * vec2(1, 2);",
        "p.x = 1.0 - p.x;",
        "{ float o = 0.5; } o = vec2(1);",
        "switch (reach) { case 0: o = vec2(1, 0); break; default: o = vec2(-1, 0); }",
        "vec2 a[2]; a[0] = vec2(1); a[1] = vec2(2, 0); o = a[reach];",
        "o = vec2(2.0, 1e1) * 3.; o += 0x10; o -= vec2(4u);",
        "p = fma(HOOKED_pt, vec2(2, 3), HOOKED_pos);",
        "o = vec2(mod(float(reach), 2.0), 0);",
        "vec4 both = vec4(HOOKED_pos, HOOKED_pt); p = both.xy + both.zw;",
    ],
)
def test_a_value_is_followed(statements: str) -> None:
    assert proved(of(statements))


@pytest.mark.parametrize(
    "body",
    [
        "vec4 hook() { return HOOKED_texOff(vec2(0.5, 0)); }",
        "vec4 hook() { return HOOKED_texOff(vec2(1, 0) / 2); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos * 0.5); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos.yx); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + HOOKED_pt.yx); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + 0.5 * HOOKED_pt); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pt); }",
        "vec4 hook() { return HOOKED_tex(vec2(0.0)) + HOOKED_tex(clamp(HOOKED_pos, vec2(0.0), vec2(1.0))); }",
        "vec4 hook() { return texture(HOOKED_raw, HOOKED_pos * 0.5); }",
        "vec4 hook() { return MAIN_tex(HOOKED_pos + LARGE_pt); }",
        "vec4 hook() { return MAIN_tex(MOVED_pos); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + MOVED_pt); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + HOOKED_off); }",
        "vec4 hook() { float i = 0.25; return HOOKED_texOff(vec2(i, 0)); }",
        "#define go(x) MAIN_texOff(vec2(x, 0))\nvec4 hook() { return go(1) + go(0.5); }",
        "#define go(x) MAIN_texOff(vec2(x, 0))\n#define two(y) go(y)\nvec4 hook() { return two(0.5); }",
        "#define X 0.5\nvec4 hook() { return HOOKED_texOff(vec2(X, 0)); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + HOOKED_pt * 1 + 0.1); }",
        "uniform float k;\nvec4 f(int k) { return MAIN_texOff(k); } vec4 hook() { return HOOKED_texOff(vec2(k, 0)); }",
        # Macros are text: what they multiply is not what it seems.
        "#define R 1.0 + 0.5\nvec4 hook() { return HOOKED_texOff(vec2(2 * R, 0)); }",
        "#define D 0.25 + 1\nvec4 hook() { return HOOKED_tex(HOOKED_pos + D * HOOKED_pt); }",
        "#define go HOOKED_texOff\n#undef go\n#define go(x) HOOKED_texOff((x) * 0.5)\nvec4 hook() { return go(1); }",
        "#define R 1\n#undef R\n#define R 0.5\nvec4 hook() { return HOOKED_texOff(R); }",
        "#ifdef SOMETHING\n#define R 0.5\n#else\n#define R 2\n#endif\nvec4 hook() { return HOOKED_texOff(R); }",
        "#ifdef SOMETHING\n#define R 1 + 1\n#else\n#define R 2\n#endif\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos + R * HOOKED_pt); }",
        "#define R 2\n#ifdef SOMETHING\n#define R 0.5\n#endif\nvec4 hook() { return HOOKED_texOff(R); }",
        "vec4 hook() { vec2 o = vec2(1)\n#ifdef A\n* 0.5\n#endif\n; return HOOKED_texOff(o); }",
        "vec4 hook() { return HOOKED_texOff(\n#ifdef A\nfloor\n#endif\n(0.5)); }",
        "#define at(x) x##_pos\nvec4 hook() { return HOOKED_tex(at(HOOKED)); }",
        "#define vec2 0.5 * vec2\nvec4 hook() { return HOOKED_texOff(1); }",
        "#define texture(s, p) textureLod(s, (p) * 0.5, 0.0)\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "#define HOOKED_pos (vec2(0.3))\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "#define MAIN_pt (vec2(0.3))\nvec4 hook() { return HOOKED_texOff(1); }",
        "#define zw xy\nvec4 hook() { return HOOKED_texOff(1); }",
        # Functions.
        "vec4 L(vec2 off) { return HOOKED_texOff(off); }\nvec4 hook() { return L(vec2(1, 0)) + L(vec2(0.5)); }",
        "float floor(float x) { return x; }\nvec4 hook() { return HOOKED_texOff(floor(0.5)); }",
        "float mix(float x) { return 1.0; }\nvec4 hook() { return HOOKED_texOff(mix(1.0, 2.0, 0.5)); }",
        "vec4 texture(sampler2D s, vec2 p) { return textureLod(s, p * 0.5, 0.0); }\n"
        "vec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "vec4 get(sampler2D s, vec2 p) { return texture(s, p * 0.5); }\n"
        "vec4 hook() { return get(HOOKED_raw, HOOKED_pos); }",
        "void half(out float x) { x = 0.5; }\nvec4 hook() { float x = 1.0; half(x); return HOOKED_texOff(x); }",
        "vec4 L(vec2 p) { p *= 0.5; return HOOKED_tex(p); }\nvec4 hook() { return L(HOOKED_pos); }",
        "float k = 1.0;\nvoid f() { k = 0.5; }\nvec4 hook() { f(); return HOOKED_texOff(k); }",
        "float f(int i) { if (i > 0) return 1.0; else return 0.5; }\nvec4 hook() { return HOOKED_texOff(f(1)); }",
        # What comes from outside.
        "uniform Block { float k; };\nvec4 hook() { return HOOKED_texOff(k); }",
        "uniform float k = 1.0;\nvec4 hook() { return HOOKED_texOff(k); }",
        "vec4 hook() { return HOOKED_texOff(amount) + HOOKED_texOff(random); }",
        "#define amount 1.0\nvec4 hook() { return HOOKED_texOff(amount); }",
        "#define reach 1\nvec4 hook() { return HOOKED_tex(vec2(0.5) * (reach / HOOKED_size)); }",
        "#define reach 0.5\nvec4 hook() { return HOOKED_texOff(reach); }",
        "#define reach 0.5 * 3\nvec4 hook() { return HOOKED_texOff(reach); }",
        "#define T(x) dot(x * 0.5, vec2(1))\nfloat dot(vec2 a, vec2 b) { return HOOKED_tex(a).x; }\n"
        "vec4 hook() { return vec4(T(HOOKED_pos)); }",
        "#define W(p) length(HOOKED_tex(p))\nvec4 hook() { return vec4(W(HOOKED_pos * 0.5)); }",
        "#define W(p) length(p)\nvec4 hook() { return vec4(W(HOOKED_tex(HOOKED_pos * 0.5))); }",
        "#define W(p) sin(p)\nvec4 hook() { return HOOKED_texOff(W(1)); }",
        "vec4 hook() { return HOOKED_tex(upshade_p0); }",
        "vec4 hook() { vec2 HOOKED_pos = vec2(0.3); return HOOKED_tex(HOOKED_pos); }",
        "vec4 hook() { HOOKED_pos.x += 0.3; return MAIN_tex(MAIN_pos); }",
        # Not GLSL.
        "vec4 hook() { return HOOKED_tex(HOOKED_pos; }",
        "vec4 hook() { return HOOKED_tex; }",
        "vec4 hook() { return HOOKED_texOff(1, 0.5); }",
        "#if 1\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "#include <x>\nvec4 hook() { return HOOKED_tex(HOOKED_pos); }",
        "vec4 hook() { return HOOKED_tex(HOOKED_pos 1.0 2.0); }",
    ],
)  # fmt: skip
def test_not_proved(body: str) -> None:
    assert not proved(body)


@pytest.mark.parametrize(
    "statements",
    [
        "float o = 0.5; p = HOOKED_pos; o += 1.0; return HOOKED_texOff(o);",
        "p *= 0.5;",
        "p.x = 0.3;",
        "p[0] = 0.3;",
        "p.yx = HOOKED_pos;",
        "p = HOOKED_pos + HOOKED_pos;",
        "p += vec2(HOOKED_pt.y, 0);",
        "o.x = 0.5;",
        "o /= 2.0;",
        "o = vec2(1 / 2.0, 0);",
        "for (float x = -1.0; x <= 1.0; x += 0.5) o = vec2(x, 0);",
        "for (float x = 0.5; x <= 2.0; x++) o = vec2(x, 0);",
        "float s = 1.0; for (int i = 0; i < 3; i++) { o = vec2(s); s *= 0.5; }",
        "for (int i = 0; i < 3; i++) o = vec2(i) * 0.5;",
        "o = amount > 0.5 ? vec2(1, 0) : vec2(0.5, 0);",
        "o = fract(vec2(amount)); ",
        "o = mix(vec2(0), vec2(1), 0.5);",
        "float k = 0.5; { float k = 1.0; } o = vec2(k);",
        "float k = 1.0; { float k = 0.5; o = vec2(k); }",
        "{ float amount = 1.0; } o = vec2(amount);",
        "for (float amount = 1.0; amount < 2.0; amount++) { } o = vec2(amount);",
        "for (float amount = 1.0; amount < 2.0; amount++) if (reach > 1) ; else ; o = vec2(amount);",
        "float k = 1.0, m = 0.5; o = vec2(k, m);",
        "float k = 1.0; float m = k = 0.5; o = vec2(k);",
        "float k = 1.0; k -= 0.5, k++; o = vec2(k);",
        "float k; o = vec2(k);",
        "vec2 a[2]; a[0] = vec2(1); a[1] = vec2(0.5); o = a[reach];",
        "vec2 a[2] = vec2[2](vec2(1), vec2(0.5)); o = a[0];",
        "float a[2][2]; a[0][0] = 1.0; o = vec2(a[0][0]);",
        "vec2 a[2]; a[0] = vec2(1); a[1] = vec2(1); a[1].x = 0.5; o = a[0];",
        "float whole; float part = modf(1.5, whole); o = vec2(part);",
        "float f = 1.0; modf(0.5, f); o = vec2(f); o *= 0.1;",
        "mat2 m = mat2(1.0); o = m * vec2(1, 0);",
        "o = HOOKED_pos * HOOKED_size;",
        "p = floor(HOOKED_pos * HOOKED_size) * HOOKED_pt;",
        "p = 1.0 / HOOKED_pos;",
        "o = vec2(1e-3, 0);",
        "o = vec2(1.0f * .5f, 0);",
        "p = HOOKED_pos + 200000.0 * HOOKED_pt * 0.3;",
        "o = HOOKED_tex(HOOKED_pos).xy;",
        "vec2 q = HOOKED_pos; q.xy = p.yx; p = q;",
        "o = vec2(dot(vec2(0.5), vec2(1)), 0);",
        "p = 0.5 - HOOKED_pos;",
        "p = HOOKED_pos - 1.0 / vec2(640.0, 360.0);",
        "float k = 1.0;\n#ifdef A\nk = 0.5;\n#endif\no = vec2(k);",
        "\n#ifdef A\nfloat amount = 1.0;\n#endif\no = vec2(amount);",
        "\n#ifdef A\nfloat k = 0.5;\n#else\nint k = 1;\n#endif\no = vec2(k);",
        "if (reach > 1) ++o; else --o; o -= 0.5;",
        "float k = 0.5; while (k < 3.0) ++k; o = vec2(k);",
        "o = (vec2(1), vec2(0.5));",
    ],
)
def test_a_value_that_may_be_another(statements: str) -> None:
    assert not proved(of(statements))


def test_each_texture_is_judged_by_its_own_taps() -> None:
    body = "vec4 hook() { return HOOKED_tex(HOOKED_pos) + OTHER_tex(OTHER_pos * 0.5); }"
    assert centred(body, ("HOOKED", "MAIN"), KNOWN)
    assert not centred(body, ("OTHER",), KNOWN)


def test_positions_of_a_texture_elsewhere_are_not_those_of_the_grid() -> None:
    body = "vec4 hook() { return HOOKED_tex(OTHER_pos); }"
    assert proved(body)
    assert not centred(body, NAMES, Names(grid=frozenset(NAMES), bound=frozenset({*NAMES, "OTHER"})))


def test_a_name_that_only_begins_like_a_texture_is_another() -> None:
    known = Names(grid=frozenset({"A", "A_LOW"}), bound=frozenset({"A", "A_LOW"}))
    assert centred("vec4 hook() { return A_tex(A_pos) + A_LOW_tex(A_pos * 0.5); }", ("A",), known)


def test_what_the_condition_of_a_branch_says_counts() -> None:
    """A file for luma and chroma asks which it has."""
    body = "#if defined(MAIN_raw)\n#define R 1\n#elif defined(GONE_raw)\n#define R 0.5\n#else\n#define R 0.1\n#endif\n"
    assert proved(body + "vec4 hook() { return HOOKED_texOff(R); }")
    assert not proved(body.replace("MAIN_raw", "GONE_raw") + "vec4 hook() { return HOOKED_texOff(R); }")


def test_texts_that_were_asked_about_are_not_kept() -> None:
    """A window in which files are edited, or a check of a collection, goes on for hours."""
    tracemalloc.start()
    try:
        for n in range(200):
            rest = "x" * 100_000
            assert proved(
                f"vec4 hook() {{ return HOOKED_texOff({n}); }} // \U0001f600 {rest}"
            )  # four bytes a character
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 20 << 20


@pytest.mark.parametrize(
    "body",
    [
        "(" * 100_000,
        "HOOKED_tex(" * 30_000,
        "vec4 hook() { return HOOKED_texOff(" + "(" * 20_000 + "1" + ")" * 20_000 + "); }",
        "vec4 hook() { return HOOKED_texOff(" + "1 + -" * 50_000 + "1); }",
        "vec4 hook() { return HOOKED_texOff(" + "a ? b : " * 30_000 + "1); }",
        "/*" * 100_000,
        "#if 1 ||" + "(" * 100_000,
        "#if " + "!" * 100_000 + "1\n#endif",
        "#if X\n" * 30_000,
        "#define a(x) a(a(x))\nvec4 hook() { return HOOKED_tex(a(a(a(1)))); }",
        "".join(f"#define m{i} m{i + 1} m{i + 1}\n" for i in range(60)) + "vec4 hook() { return HOOKED_tex(m0); }",
        "".join(f"#define m{i}(x) m{i + 1}(x x)\n" for i in range(60)) + "vec4 hook() { return HOOKED_tex(m0(1)); }",
        "#define f(x) x\nvec4 hook() { return HOOKED_texOff(" + "f(" * 20_000 + "1" + ")" * 20_000 + "); }",
        "vec4 hook() { float k = 1.0; " + "k = k + k; " * 20_000 + "return HOOKED_texOff(k); }",
        "vec4 hook() { " + "".join(f"float k{i} = k{i - 1} + 1.0; " for i in range(1, 9000))
        + "return HOOKED_tex(k8999); }",
        "vec4 hook() { " + "float k = k; " * 20_000 + "k = 1.0; " * 5000 + "return HOOKED_tex(vec2(k)); }",
        "".join(f"float f{i}(float x) {{ return f{i + 1}(x); }}\n" for i in range(5000))
        + "vec4 hook() { return HOOKED_texOff(f0(1.0)); }",
        "vec4 hook() { float k = 1.0; " + "".join(f"f(k, {i}); " for i in range(20_000)) + "return HOOKED_texOff(k); }",
        "{" * 50_000 + "}" * 50_000,
        "\\\n" * 100_000,
        "a." * 100_000 + "=",
        "++" * 100_000,
    ],
    ids=lambda body: body[:20],
)  # fmt: skip
def test_text_that_nobody_would_write_is_read_to_its_end(body: str) -> None:
    centred(body, NAMES, KNOWN)


def test_texts_cut_and_swapped_are_read_to_their_end() -> None:
    """Whatever a text is, there is an answer."""
    whole = of("vec2 a[2]; a[0].x += 1.0; for (float x = 0.; x < 2.; x++) { if (x > 1.0) o = -vec2(x, a[1].y); }",
               "#define go(x, y) HOOKED_texOff(vec2(x, y))\n#ifdef A\n#define R 1\n#elif R > (2)\n#define R 2\n#endif\n"
               "const float k[2] = float[](1.0, 2.0);\nvec4 f(inout vec2 v, int n) { return go(1, R) + MAIN_tex(v); }\n"
               "struct S { vec2 v; };")  # fmt: skip
    words = whole.replace("(", " ( ").replace(")", " ) ").replace("{", " { ").split(" ")
    rng = random.Random(3)
    for _ in range(600):
        some = list(words)
        for _ in range(rng.choice((1, 1, 2, 5))):
            i, j = rng.randrange(len(some)), rng.randrange(len(some))
            match rng.randrange(3):
                case 0:
                    some[i], some[j] = some[j], some[i]
                case 1:
                    del some[i]
                case _:
                    some.insert(i, some[j])
        centred(" ".join(some), NAMES, KNOWN)


APART = Names(
    grid=frozenset(), bound=frozenset({"PART", "TWIN", "HOOKED"}), apart=frozenset({"PART", "TWIN"}),
    whole=frozenset({"reach"}), real=frozenset({"amount"}),
)  # fmt: skip
"""PART and TWIN have one size, the target and HOOKED another."""


@pytest.mark.parametrize(
    ("at", "centre"),
    [
        ("(floor(PART_pos * PART_size) + 0.5) * PART_pt", True),
        ("(floor(TWIN_pos * TWIN_size) + 0.5) / PART_size", True),
        ("(floor(HOOKED_pos * HOOKED_size) + vec2(reach, 1) + 0.5) * TWIN_pt", True),
        ("gl_FragCoord.xy * PART_pt", True),
        ("PART_pos", False),
        ("PART_pos + PART_pt", False),
        ("(floor(PART_pos * PART_size) + amount) * PART_pt", False),
        ("(floor(PART_pos * PART_size) + 0.5) * HOOKED_pt", False),
        ("floor(PART_pos * PART_size) * PART_pt", False),
    ],
)
def test_a_texture_of_another_size(at: str, centre: bool) -> None:
    body = f"vec4 hook() {{ vec2 p = {at}; return PART_tex(p); }}"
    assert centred(body, ("PART",), APART) is centre


def test_offsets_from_a_place_that_is_not_known() -> None:
    assert not centred("vec4 hook() { return PART_texOff(vec2(1, 0)); }", ("PART",), APART)
