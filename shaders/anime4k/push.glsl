//@ title     Anime4K push
//@ source    Anime4K v0.9, bloc97/Anime4K@v0.9 Preprint.md; compounding: TianZerL/Anime4KPython
//@ license   MIT
//@ group     Line art
//@ taps      centred
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
//!SAVE PUSH_EDGES
//!WIDTH HOOKED.w 3 + HOOKED.w 3 + 4 % - 4 /
//!HEIGHT HOOKED.h
//!COMPONENTS 4
//!WHEN strength_gradient 0 >
//!DESC push: gradient

// Edges and directions are worked out for four pixels of a row at once, one a component: eighteen samples serve four
// pixels here, instead of nine each.

#if variant == PUSH_ORIGINAL
#define WEIGHTS (vec3(2.0, 3.0, 1.0) / 6.0)
#else
#define WEIGHTS vec3(0.299, 0.587, 0.114)
#endif

#define TAP(i, j) dot(HOOKED_tex((first + vec2(i, j)) * HOOKED_pt).rgb, WEIGHTS)
#define ROW(left, own, right, j) \
    vec4 own = vec4(TAP(0, j), TAP(1, j), TAP(2, j), TAP(3, j)); \
    vec4 left = vec4(TAP(-1, j), own.xyz); \
    vec4 right = vec4(own.yzw, TAP(4, j));

vec4 hook() {
    vec2 quads = vec2(ceil(HOOKED_size.x / 4.0), HOOKED_size.y);
    vec2 first = floor(HOOKED_pos * quads) * vec2(4.0, 1.0) + 0.5;
    ROW(tl, t, tr, -1)
    ROW(l, c, r, 0)
    ROW(bl, b, br, 1)
    vec4 gx = tr - tl + 2.0 * (r - l) + br - bl;
    vec4 gy = bl - tl + 2.0 * (b - t) + br - tr;

    // The papers store 1 - gradient. The gradient itself says the same and loses nothing near 0, where half floats
    // are finest; the comparisons of the next pass are turned round instead.
#if gradient == PUSH_EXACT
    vec4 edge = sqrt(gx * gx + gy * gy);
#else
    vec4 edge = 0.5 * (abs(gx) + abs(gy));
#endif
#if variant == PUSH_COMPOUNDING
    // The port rounds up by half a code value, and leaves its border as the colour push made it: there the pushed
    // luma stands in for 1 - gradient.
    edge += 0.5 / 255.0;
    vec4 x = first.x + vec4(0.0, 1.0, 2.0, 3.0);
    bool outer = first.y < 1.0 || first.y > HOOKED_size.y - 1.0;
    vec4 border = outer ? vec4(1.0) : vec4(lessThan(x, vec4(1.0))) + vec4(greaterThan(x, vec4(HOOKED_size.x - 1.0)));
    edge = mix(edge, 1.0 - c, min(border, 1.0));
#endif
    return clamp(edge, 0.0, 1.0);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND PUSH_EDGES
//!SAVE PUSH_WAYS
//!WIDTH PUSH_EDGES.w
//!HEIGHT PUSH_EDGES.h
//!COMPONENTS 4
//!WHEN strength_gradient 0 >
//!DESC push: direction

// Where each pixel is pulled to: (column + 1 + 3 * (row + 1)) / 8 of the neighbour in that direction, 4/8 for nowhere.

#define ROW(left, own, right, j) \
    vec4 own = PUSH_EDGES_texOff(vec2(0, j)); \
    vec4 left = vec4(PUSH_EDGES_texOff(vec2(-1, j)).w, own.xyz); \
    vec4 right = vec4(own.yzw, PUSH_EDGES_texOff(vec2(1, j)).x); \
    left.x = x.x < 1.0 ? own.x : left.x; \
    right = mix(right, own, last);

vec4 low(vec4 i, vec4 j, vec4 k) { return min(min(i, j), k); }
vec4 high(vec4 i, vec4 j, vec4 k) { return max(max(i, j), k); }

vec4 hook() {
    // Beyond the picture's sides lies its outermost column once more.
    vec4 x = floor(PUSH_EDGES_pos.x * PUSH_EDGES_size.x) * 4.0 + vec4(0.5, 1.5, 2.5, 3.5);
    vec4 last = vec4(greaterThan(x, vec4(HOOKED_size.x - 1.0)));
    ROW(tl, t, tr, -1)
    ROW(l, c, r, 0)
    ROW(bl, b, br, 1)

    // A kernel fires where its three neighbours are flatter than the other side and the centre.
#if variant == PUSH_ORIGINAL
#define STRAIGHT(i, j, k, p, q, r) lessThan(high(i, j, k) + least, min(low(p, q, r), c))
#else
#define STRAIGHT(i, j, k, p, q, r) lessThan(max(high(i, j, k) + least - c, c + least - low(p, q, r)), vec4(0.0))
#endif
#define FIRES(way, test) ways = mix(ways, vec4(way / 8.0), vec4(test));
#define CORNER(i, j, k, p, q) lessThan(high(i, j, k) + least, low(c, p, q))

    // The first match wins, so the last is written first.
    vec4 ways = vec4(4.0 / 8.0);
    FIRES(0.0, CORNER(l, tl, t, r, b))
    FIRES(8.0, CORNER(r, br, b, l, t))
    FIRES(3.0, STRAIGHT(tl, l, bl, tr, r, br))
    FIRES(5.0, STRAIGHT(tr, r, br, tl, l, bl))
    FIRES(6.0, CORNER(l, bl, b, r, t))
    FIRES(2.0, CORNER(t, tr, r, l, b))
    FIRES(7.0, STRAIGHT(bl, b, br, tl, t, tr))
    FIRES(1.0, STRAIGHT(tl, t, tr, bl, b, br))
    return ways;
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND PUSH_WAYS
//!WHEN strength_gradient 0 >
//!DESC push: along the gradient

vec4 hook() {
    float s = strength_gradient * min(HOOKED_size.x / input_size.x / full_gradient, 1.0);
    vec2 at = floor(HOOKED_pos * HOOKED_size);
    float quad = floor(at.x * 0.25);
    float k = at.x - 4.0 * quad;
    vec4 ways = PUSH_WAYS_tex((vec2(quad, at.y) + 0.5) * PUSH_WAYS_pt);
    float way = floor((k < 0.5 ? ways.x : k < 1.5 ? ways.y : k < 2.5 ? ways.z : ways.w) * 8.0 + 0.5);
    float row = floor((way + 0.5) / 3.0);
    vec2 d = vec2(way - 3.0 * row, row) - 1.0;

    // The three pixels on that side: the one in the direction, and its neighbours on the ring around the centre.
    vec2 e = d.x == 0.0 ? vec2(1.0, d.y) : d.y == 0.0 ? vec2(d.x, 1.0) : vec2(d.x, 0.0);
    vec2 f = d.x == 0.0 ? vec2(-1.0, d.y) : d.y == 0.0 ? vec2(d.x, -1.0) : vec2(0.0, d.y);
    vec4 c = HOOKED_tex(HOOKED_pos);
    vec3 sum = HOOKED_tex(HOOKED_pos + d * HOOKED_pt).rgb + HOOKED_tex(HOOKED_pos + e * HOOKED_pt).rgb
             + HOOKED_tex(HOOKED_pos + f * HOOKED_pt).rgb;
    s = way == 4.0 ? 0.0 : s;
    return vec4(c.rgb * (1.0 - s) + sum * (s / 3.0), c.a);
}
