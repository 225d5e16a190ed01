//@ title     Anime4K push
//@ source    Anime4K v0.9, bloc97/Anime4K@v0.9 Preprint.md; compounding: TianZerL/Anime4KPython
//@ license   MIT
//@ group     Line art
//@ step      strength_color 0.05
//@ step      strength_gradient 0.05

// Pushes the colours of a blurred edge along the luma gradient, so that lines get thin and edges steep without any
// overshoot: a pixel only ever moves towards the mean of three of its neighbours. Put it behind any resize.

//!PARAM variant
//!DESC original: the brightest of all kernels that fire wins. compounding: each that fires moves the pixel before the next is looked at
//!TYPE ENUM DEFINE
PUSH_ORIGINAL
PUSH_COMPOUNDING

//!PARAM gradient
//!DESC length of the luma gradient: exact is the root of squares, fast half the sum of absolutes
//!TYPE ENUM DEFINE
PUSH_EXACT
PUSH_FAST

//!PARAM strength_color
//!DESC how far the colour push moves a pixel (thinner dark lines); 0 leaves the pass out
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!PARAM full_color
//!DESC enlargement from which strength_color counts in full, less below; 0.1 takes it as it is at any size
//!TYPE float
//!MINIMUM 0.1
//!MAXIMUM 12.0
6.0

//!PARAM strength_gradient
//!DESC how far the gradient push moves a pixel (steeper edges); 0 leaves its passes out
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!PARAM full_gradient
//!DESC enlargement from which strength_gradient counts in full, less below; 0.1 takes it as it is at any size
//!TYPE float
//!MINIMUM 0.1
//!MAXIMUM 12.0
2.0

//!PARAM least
//!DESC differences up to this are ties and fire nothing; as published it is 0, and then rounding decides where colours are equal
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 0.05
0.00002

//!HOOK OUTPUT
//!BIND HOOKED
//!WHEN strength_color 0 >
//!DESC push: colour

#if variant == PUSH_ORIGINAL
#define WEIGHTS (vec3(2.0, 3.0, 1.0) / 6.0)
#else
#define WEIGHTS vec3(0.299, 0.587, 0.114)
#endif

vec4 tap(vec4 c) { return vec4(c.rgb, dot(c.rgb, WEIGHTS)); }
float low(vec4 a, vec4 b, vec4 c) { return min(min(a.a, b.a), c.a); }
float high(vec4 a, vec4 b, vec4 c) { return max(max(a.a, b.a), c.a); }

vec4 hook() {
    float s = strength_color * min(HOOKED_size.x / input_size.x / full_color, 1.0);
    vec4 whole = HOOKED_texOff(vec2(0, 0));
    vec4 c = tap(whole);
    vec4 tl = tap(HOOKED_texOff(vec2(-1, -1)));
    vec4 t = tap(HOOKED_texOff(vec2(0, -1)));
    vec4 tr = tap(HOOKED_texOff(vec2(1, -1)));
    vec4 l = tap(HOOKED_texOff(vec2(-1, 0)));
    vec4 r = tap(HOOKED_texOff(vec2(1, 0)));
    vec4 bl = tap(HOOKED_texOff(vec2(-1, 1)));
    vec4 b = tap(HOOKED_texOff(vec2(0, 1)));
    vec4 br = tap(HOOKED_texOff(vec2(1, 1)));

    // The two kernels of a pair exclude each other, so no order is needed within one.
#if variant == PUSH_ORIGINAL
    vec4 sum = c * 3.0;
#define PAIR(la, lb, lc, da, db, dc, ma, mb, mc, na, nb, nc) { \
        bool one = low(la, lb, lc) > high(da, db, dc) + least; \
        bool two = low(ma, mb, mc) > high(na, nb, nc) + least; \
        vec4 light = one ? la + lb + lc : ma + mb + mc; \
        sum = (one || two) && light.a > sum.a + least ? light : sum; }
    // A straight kernel's dark side is four: its three and the centre.
#define STRAIGHT(la, lb, lc, ma, mb, mc) { \
        bool one = low(la, lb, lc) > max(high(ma, mb, mc), c.a) + least; \
        bool two = low(ma, mb, mc) > max(high(la, lb, lc), c.a) + least; \
        vec4 light = one ? la + lb + lc : ma + mb + mc; \
        sum = (one || two) && light.a > sum.a + least ? light : sum; }
#else
    float share = s / 3.0;
#define PAIR(la, lb, lc, da, db, dc, ma, mb, mc, na, nb, nc) { \
        bool one = low(la, lb, lc) > high(da, db, dc) + least; \
        bool two = low(ma, mb, mc) > high(na, nb, nc) + least; \
        vec4 light = one ? la + lb + lc : ma + mb + mc; \
        c = one || two ? c * (1.0 - s) + light * share : c; }
    // Here the centre has to lie strictly between both sides.
#define STRAIGHT(la, lb, lc, ma, mb, mc) { \
        bool one = low(la, lb, lc) > c.a + least && c.a > high(ma, mb, mc) + least; \
        bool two = low(ma, mb, mc) > c.a + least && c.a > high(la, lb, lc) + least; \
        vec4 light = one ? la + lb + lc : ma + mb + mc; \
        c = one || two ? c * (1.0 - s) + light * share : c; }
#endif

    STRAIGHT(tl, t, tr, bl, b, br)
    PAIR(t, tr, r, l, c, b, l, bl, b, t, c, r)
    STRAIGHT(tr, r, br, tl, l, bl)
    PAIR(r, br, b, t, c, l, l, tl, t, b, c, r)

#if variant == PUSH_ORIGINAL
    c.rgb = c.rgb * (1.0 - s) + sum.rgb * (s / 3.0);
#endif
    return vec4(c.rgb, whole.a);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE PUSH_GUIDED
//!COMPONENTS 4
//!WHEN strength_gradient 0 >
//!DESC push: gradient

#if variant == PUSH_ORIGINAL
#define WEIGHTS (vec3(2.0, 3.0, 1.0) / 6.0)
#else
#define WEIGHTS vec3(0.299, 0.587, 0.114)
#endif

float tap(vec4 c) { return dot(c.rgb, WEIGHTS); }

vec4 hook() {
    vec4 centre = HOOKED_texOff(vec2(0, 0));
    float tl = tap(HOOKED_texOff(vec2(-1, -1)));
    float t = tap(HOOKED_texOff(vec2(0, -1)));
    float tr = tap(HOOKED_texOff(vec2(1, -1)));
    float l = tap(HOOKED_texOff(vec2(-1, 0)));
    float r = tap(HOOKED_texOff(vec2(1, 0)));
    float bl = tap(HOOKED_texOff(vec2(-1, 1)));
    float b = tap(HOOKED_texOff(vec2(0, 1)));
    float br = tap(HOOKED_texOff(vec2(1, 1)));
    vec2 g = vec2(tr - tl + 2.0 * (r - l) + br - bl, bl - tl + 2.0 * (b - t) + br - tr);

    // The papers store 1 - gradient. The gradient itself says the same and loses nothing near 0, where half floats
    // are finest; the comparisons of the next pass are turned round instead.
#if gradient == PUSH_EXACT
    float edge = sqrt(dot(g, g));
#else
    float edge = 0.5 * (abs(g.x) + abs(g.y));
#endif
#if variant == PUSH_COMPOUNDING
    // The port rounds up by half a code value, and leaves its border as the colour push made it: there the pushed
    // luma stands in for 1 - gradient.
    edge += 0.5 / 255.0;
    vec2 at = HOOKED_pos * HOOKED_size;
    bool border = any(lessThan(at, vec2(1.0))) || any(greaterThan(at, HOOKED_size - 1.0));
    edge = border ? 1.0 - tap(centre) : edge;
#endif
    // Colour goes along: the last pass then takes nine samples instead of eighteen.
    return vec4(centre.rgb, clamp(edge, 0.0, 1.0));
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND PUSH_GUIDED
//!WHEN strength_gradient 0 >
//!DESC push: along the gradient

float low(vec4 a, vec4 b, vec4 c) { return min(min(a.a, b.a), c.a); }
float high(vec4 a, vec4 b, vec4 c) { return max(max(a.a, b.a), c.a); }

vec4 hook() {
    float s = strength_gradient * min(HOOKED_size.x / input_size.x / full_gradient, 1.0);
    vec4 c = PUSH_GUIDED_texOff(vec2(0, 0));
    vec4 tl = PUSH_GUIDED_texOff(vec2(-1, -1));
    vec4 t = PUSH_GUIDED_texOff(vec2(0, -1));
    vec4 tr = PUSH_GUIDED_texOff(vec2(1, -1));
    vec4 l = PUSH_GUIDED_texOff(vec2(-1, 0));
    vec4 r = PUSH_GUIDED_texOff(vec2(1, 0));
    vec4 bl = PUSH_GUIDED_texOff(vec2(-1, 1));
    vec4 b = PUSH_GUIDED_texOff(vec2(0, 1));
    vec4 br = PUSH_GUIDED_texOff(vec2(1, 1));

    // A kernel fires where its three neighbours are flatter than the other side and the centre.
#if variant == PUSH_ORIGINAL
#define STRAIGHT(la, lb, lc, da, db, dc) high(la, lb, lc) + least < min(low(da, db, dc), c.a)
#else
#define STRAIGHT(la, lb, lc, da, db, dc) high(la, lb, lc) + least < c.a && c.a + least < low(da, db, dc)
#endif

    // The first match wins, so the last is written first.
    vec3 sum = c.rgb * 3.0;
    sum = high(l, tl, t) + least < low(c, r, b) ? l.rgb + tl.rgb + t.rgb : sum;
    sum = high(r, br, b) + least < low(c, l, t) ? r.rgb + br.rgb + b.rgb : sum;
    sum = STRAIGHT(tl, l, bl, tr, r, br) ? tl.rgb + l.rgb + bl.rgb : sum;
    sum = STRAIGHT(tr, r, br, tl, l, bl) ? tr.rgb + r.rgb + br.rgb : sum;
    sum = high(l, bl, b) + least < low(c, r, t) ? l.rgb + bl.rgb + b.rgb : sum;
    sum = high(t, tr, r) + least < low(c, l, b) ? t.rgb + tr.rgb + r.rgb : sum;
    sum = STRAIGHT(bl, b, br, tl, t, tr) ? bl.rgb + b.rgb + br.rgb : sum;
    sum = STRAIGHT(tl, t, tr, bl, b, br) ? tl.rgb + t.rgb + tr.rgb : sum;
    return vec4(c.rgb * (1.0 - s) + sum * (s / 3.0), HOOKED_texOff(vec2(0, 0)).a);
}
