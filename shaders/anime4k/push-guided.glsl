//@ title     Anime4K push, lines only
//@ source    Anime4K v0.9's push, bloc97/Anime4K@v0.9 Preprint.md; where: structure tensor, Feng and Milanfar 2002
//@ license   MIT
//@ group     Line art
//@ taps      centred
//@ step      strength_color 0.05
//@ step      strength_gradient 0.05
//@ step      slope_from 0.01
//@ step      slope_full 0.01
//@ step      coherence_from 0.05
//@ step      coherence_full 0.05
//@ step      even_full 0.05
//@ step      even_none 0.05

// The push of push.glsl, scaled at each pixel by how much of a line the structure tensor sees there. Texture and noise
// slope in all directions at once (little coherence); soft gradients slope too little; what is out of focus slopes alike
// over several pixels of the source, where a line or a sharp edge does not: all these stay as they are. Put it behind
// any resize.

//!PARAM strength_color
//!DESC how far the colour push moves a pixel on a line (thinner dark lines); 0 leaves the pass out
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
//!DESC how far the gradient push moves a pixel on a line (steeper edges); 0 leaves its passes out
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

//!PARAM slope_from
//!DESC slope of luma (black to white is 1) a pixel of the source up to which there is no line
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.05

//!PARAM slope_full
//!DESC slope from which the push acts in full; a ramp lies between
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.25

//!PARAM coherence_from
//!DESC coherence up to which there is no line: 0 is all directions alike, 1 a single one
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.1

//!PARAM coherence_full
//!DESC coherence from which the push acts in full; a ramp lies between
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.5

//!PARAM even_full
//!DESC evenness of the slope, |mean|² over mean square, up to which the push acts in full: 0 across a line, 1 in blur
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.75

//!PARAM even_none
//!DESC evenness from which there is no line but a soft gradient; a ramp lies between
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.1
0.9

//!PARAM view
//!DESC the picture, or where the gradient push acts, white in full and black not at all (to set the ramps by)
//!TYPE ENUM DEFINE
GUIDED_PICTURE
GUIDED_WEIGHT

//!PARAM least
//!DESC differences up to this are ties and fire nothing
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 0.05
0.00002

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE GUIDED_LINES
//!WIDTH HOOKED.w 1 + HOOKED.w 1 + 2 % - 2 /
//!HEIGHT HOOKED.h 1 + HOOKED.h 1 + 2 % - 2 /
//!COMPONENTS 4
//!WHEN strength_color 0 > strength_gradient 0 > +
//!DESC push guided: lines

// 4×4 samples, a pixel of the source apart, serve the tensors of four output pixels: top left, top right, bottom left,
// bottom right. All is done here, in full precision; half floats hold the weight, which lies in 0…1, well enough.
// The first sample is a pixel, so that at whole enlargements all are.

#define TAP(i, j) dot(HOOKED_tex((first + vec2(i, j) * zoom) * HOOKED_pt).rgb, vec3(2.0, 3.0, 1.0) / 6.0)
#define ROW(j) vec4(TAP(0, j), TAP(1, j), TAP(2, j), TAP(3, j))

// Slopes between two rows of samples, from diagonal differences: u² + v² is twice the slope squared; u·v and
// (u² - v²) / 2 are that times cosine and sine of the doubled angle.
#define ADD(above, below, down) { \
    vec3 u = below.yzw - above.xyz; \
    vec3 v = above.yzw - below.xyz; \
    vec3 sum = u * u + v * v; \
    vec3 less = u * u - v * v; \
    total += down * vec2(dot(sum, left), dot(sum, right)).xyxy; \
    across += down * vec2(dot(u * v, left), dot(u * v, right)).xyxy; \
    along += down * vec2(dot(less, left), dot(less, right)).xyxy; \
    one += down * vec2(dot(u, left), dot(u, right)).xyxy; \
    other += down * vec2(dot(v, left), dot(v, right)).xyxy; }

// A Gaussian of standard deviation 1.5 at -1, 0 and 1, around m: `e` is exp(m / 1.5²), the number exp(-0.5 / 1.5²).
vec3 window(float e) {
    vec3 w = vec3(0.8007374 / e, 1.0, 0.8007374 * e);
    return w / (w.x + w.y + w.z);
}

vec4 hook() {
    vec2 zoom = max(target_size / input_size, 1.0);
    vec2 block = floor(HOOKED_pos * ceil(HOOKED_size * 0.5)) * 2.0;
    // A hundredth keeps rounding from deciding where two pixels are as near.
    vec2 first = floor(block + 1.01 - 1.5 * zoom) + 0.5;
    vec4 a = ROW(0);
    vec4 b = ROW(1);
    vec4 c = ROW(2);
    vec4 d = ROW(3);

    vec2 near = (block + 0.5 - first) / zoom - 1.5;
    vec2 far = near + 1.0 / zoom;
    vec4 e = exp(vec4(near, far) / 2.25);
    vec3 left = window(e.x);
    vec3 right = window(e.z);
    vec3 top = window(e.y);
    vec3 bottom = window(e.w);
    vec4 total = vec4(0.0);
    vec4 across = vec4(0.0);
    vec4 along = vec4(0.0);
    vec4 one = vec4(0.0);
    vec4 other = vec4(0.0);
    ADD(a, b, vec4(top.xx, bottom.xx))
    ADD(b, c, vec4(top.yy, bottom.yy))
    ADD(c, d, vec4(top.zz, bottom.zz))

    // Of the eigenvalues L1 and L2: total / 2 = L1 + L2, root / 2 = L1 - L2. The coherence
    // (sqrt L1 - sqrt L2) / (sqrt L1 + sqrt L2) is written so that nothing cancels and a flat place gives 0.
    vec4 root = sqrt(4.0 * across * across + along * along);
    vec4 slope = 0.5 * sqrt(total + root);
    vec4 coherence = root / max(total + sqrt(max(total * total - root * root, 0.0)), 0.0000000001);
    vec4 even = 2.0 * (one * one + other * other) / max(total + root, 0.0000000001);
    vec3 steep = 1.0 / max(vec3(slope_full - slope_from, coherence_full - coherence_from, even_none - even_full), 0.0001);
    return clamp((slope - slope_from) * steep.x, 0.0, 1.0) * clamp((coherence - coherence_from) * steep.y, 0.0, 1.0)
         * clamp((even_none - even) * steep.z, 0.0, 1.0);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND GUIDED_LINES
//!WHEN strength_color 0 >
//!DESC push guided: colour

#define WEIGHTS (vec3(2.0, 3.0, 1.0) / 6.0)

vec4 tap(vec4 c) { return vec4(c.rgb, dot(c.rgb, WEIGHTS)); }
float low(vec4 a, vec4 b, vec4 c) { return min(min(a.a, b.a), c.a); }
float high(vec4 a, vec4 b, vec4 c) { return max(max(a.a, b.a), c.a); }

// The weight of this pixel: one of four in a texel.
float line(vec2 at) {
    vec2 block = floor(at * 0.5);
    vec4 w = GUIDED_LINES_tex((block + 0.5) * GUIDED_LINES_pt);
    vec2 pair = at.y > 2.0 * block.y + 0.5 ? w.zw : w.xy;
    return at.x > 2.0 * block.x + 0.5 ? pair.y : pair.x;
}

vec4 hook() {
    float s = strength_color * min(HOOKED_size.x / input_size.x / full_color, 1.0);
    s *= line(floor(HOOKED_pos * HOOKED_size));
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

    STRAIGHT(tl, t, tr, bl, b, br)
    PAIR(t, tr, r, l, c, b, l, bl, b, t, c, r)
    STRAIGHT(tr, r, br, tl, l, bl)
    PAIR(r, br, b, t, c, l, l, tl, t, b, c, r)

    c.rgb = c.rgb * (1.0 - s) + sum.rgb * (s / 3.0);
    return vec4(c.rgb, whole.a);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE GUIDED_EDGES
//!WIDTH HOOKED.w 3 + HOOKED.w 3 + 4 % - 4 /
//!HEIGHT HOOKED.h
//!COMPONENTS 4
//!WHEN strength_gradient 0 >
//!DESC push guided: gradient

// Edges and directions are worked out for four pixels of a row at once, one a component: eighteen samples serve four
// pixels here, instead of nine each.

#define WEIGHTS (vec3(2.0, 3.0, 1.0) / 6.0)

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
    vec4 edge = sqrt(gx * gx + gy * gy);
    return clamp(edge, 0.0, 1.0);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND GUIDED_EDGES
//!BIND GUIDED_LINES
//!SAVE GUIDED_WAYS
//!WIDTH GUIDED_EDGES.w
//!HEIGHT GUIDED_EDGES.h
//!COMPONENTS 4
//!WHEN strength_gradient 0 >
//!DESC push guided: direction

// Where each pixel is pulled to, column + 1 + 3 * (row + 1) of the neighbour in that direction, 4 for nowhere; behind the
// point its weight, 0.1 to 0.9; all over 9.

#define ROW(left, own, right, j) \
    vec4 own = GUIDED_EDGES_texOff(vec2(0, j)); \
    vec4 left = vec4(GUIDED_EDGES_texOff(vec2(-1, j)).w, own.xyz); \
    vec4 right = vec4(own.yzw, GUIDED_EDGES_texOff(vec2(1, j)).x); \
    left.x = x.x < 1.0 ? own.x : left.x; \
    right = mix(right, own, last);

vec4 low(vec4 i, vec4 j, vec4 k) { return min(min(i, j), k); }
vec4 high(vec4 i, vec4 j, vec4 k) { return max(max(i, j), k); }

vec4 hook() {
    // Beyond the picture's sides lies its outermost column once more.
    vec4 x = floor(GUIDED_EDGES_pos.x * GUIDED_EDGES_size.x) * 4.0 + vec4(0.5, 1.5, 2.5, 3.5);
    vec4 last = vec4(greaterThan(x, vec4(HOOKED_size.x - 1.0)));
    ROW(tl, t, tr, -1)
    ROW(l, c, r, 0)
    ROW(bl, b, br, 1)

    // A kernel fires where its three neighbours are flatter than the other side and the centre.
#define STRAIGHT(i, j, k, p, q, r) lessThan(high(i, j, k) + least, min(low(p, q, r), c))
#define FIRES(way, test) ways = mix(ways, vec4(way), vec4(test));
#define CORNER(i, j, k, p, q) lessThan(high(i, j, k) + least, low(c, p, q))

    // The first match wins, so the last is written first.
    vec4 ways = vec4(4.0);
    FIRES(0.0, CORNER(l, tl, t, r, b))
    FIRES(8.0, CORNER(r, br, b, l, t))
    FIRES(3.0, STRAIGHT(tl, l, bl, tr, r, br))
    FIRES(5.0, STRAIGHT(tr, r, br, tl, l, bl))
    FIRES(6.0, CORNER(l, bl, b, r, t))
    FIRES(2.0, CORNER(t, tr, r, l, b))
    FIRES(7.0, STRAIGHT(bl, b, br, tl, t, tr))
    FIRES(1.0, STRAIGHT(tl, t, tr, bl, b, br))

    vec2 block = floor(GUIDED_EDGES_pos * GUIDED_EDGES_size * vec2(1.0, 0.5)) * vec2(2.0, 1.0) + 0.5;
    vec4 here = GUIDED_LINES_tex(block * GUIDED_LINES_pt);
    vec4 next = GUIDED_LINES_tex((block + vec2(1.0, 0.0)) * GUIDED_LINES_pt);
    float y = GUIDED_EDGES_pos.y * GUIDED_EDGES_size.y * 0.5;
    vec4 weight = fract(y) > 0.5 ? vec4(here.zw, next.zw) : vec4(here.xy, next.xy);
    return (ways + 0.1 + 0.8 * weight) / 9.0;
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND GUIDED_WAYS
//!WHEN strength_gradient 0 >
//!DESC push guided: along the gradient

vec4 hook() {
    float s = strength_gradient * min(HOOKED_size.x / input_size.x / full_gradient, 1.0);
    vec2 at = floor(HOOKED_pos * HOOKED_size);
    float quad = floor(at.x * 0.25);
    float k = at.x - 4.0 * quad;
    vec4 ways = GUIDED_WAYS_tex((vec2(quad, at.y) + 0.5) * GUIDED_WAYS_pt);
    float both = (k < 0.5 ? ways.x : k < 1.5 ? ways.y : k < 2.5 ? ways.z : ways.w) * 9.0;
    float way = floor(both);
    float weight = clamp((both - way - 0.1) * 1.25, 0.0, 1.0);
    float row = floor((way + 0.5) / 3.0);
    vec2 d = vec2(way - 3.0 * row, row) - 1.0;

    // The three pixels on that side: the one in the direction, and its neighbours on the ring around the centre.
    vec2 e = d.x == 0.0 ? vec2(1.0, d.y) : d.y == 0.0 ? vec2(d.x, 1.0) : vec2(d.x, 0.0);
    vec2 f = d.x == 0.0 ? vec2(-1.0, d.y) : d.y == 0.0 ? vec2(d.x, -1.0) : vec2(0.0, d.y);
    vec4 c = HOOKED_tex(HOOKED_pos);
    vec3 sum = HOOKED_tex(HOOKED_pos + d * HOOKED_pt).rgb + HOOKED_tex(HOOKED_pos + e * HOOKED_pt).rgb
             + HOOKED_tex(HOOKED_pos + f * HOOKED_pt).rgb;
#if view == GUIDED_WEIGHT
    return vec4(vec3(weight), c.a);
#endif
    s = way == 4.0 ? 0.0 : s * weight;
    return vec4(c.rgb * (1.0 - s) + sum * (s / 3.0), c.a);
}
