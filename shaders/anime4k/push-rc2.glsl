//@ title     Anime4K push, line mask (v1.0 RC2)
//@ source    Anime4K v1.0-RC2, bloc97/Anime4K@v1.0-RC2 glsl/; without its closing FXAA pass
//@ license   MIT
//@ group     Line art
//@ step      threshold 0.01
//@ step      most 0.05

// The push of push.glsl, held to drawn lines: luma, line mask and gradient come from the Y plane at source size,
// sampled with the output's pixel step. The "Fast" file of that release is blur = RC2_GAUSS5, strength_color = 0,
// threshold = 0.07, most = 0.6.

//!PARAM blur
//!DESC width of the Gaussian that lines are told from their surroundings by
//!TYPE ENUM DEFINE
RC2_GAUSS7
RC2_GAUSS5

//!PARAM gate
//!DESC enlargement, in width and in height, above which anything is done
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 8.0
1.4

//!PARAM bias
//!DESC how much darker than its surroundings a line has to be
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 0.5
0.05

//!PARAM threshold
//!DESC line mask below which a pixel is left as it is
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.06

//!PARAM strength_color
//!DESC how far the colour push moves a pixel; 0 leaves the pass out
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!PARAM full_color
//!DESC enlargement from which strength_color counts in full, less below
//!TYPE float
//!MINIMUM 0.1
//!MAXIMUM 12.0
6.0

//!PARAM gain
//!DESC how fast the gradient push grows with the line mask
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 20.0
6.0

//!PARAM most
//!DESC the strongest that the gradient push gets
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!PARAM least
//!DESC differences up to this are ties and fire nothing; as published it is 0, and then rounding decides where values are equal
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 0.05
0.00002

//!HOOK LUMA
//!BIND HOOKED
//!SAVE RC2_MASK
//!COMPONENTS 1
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > *
//!DESC push RC2: blur across

float blurred(vec2 d) {
#if blur == RC2_GAUSS7
    float sum = 0.160854 * HOOKED_tex(HOOKED_pos).x;
    sum += 0.155931 * (HOOKED_tex(HOOKED_pos - d).x + HOOKED_tex(HOOKED_pos + d).x);
    sum += 0.142046 * (HOOKED_tex(HOOKED_pos - 2.0 * d).x + HOOKED_tex(HOOKED_pos + 2.0 * d).x);
    sum += 0.121597 * (HOOKED_tex(HOOKED_pos - 3.0 * d).x + HOOKED_tex(HOOKED_pos + 3.0 * d).x);
#else
    float sum = 0.212543 * HOOKED_tex(HOOKED_pos).x;
    sum += 0.206038 * (HOOKED_tex(HOOKED_pos - d).x + HOOKED_tex(HOOKED_pos + d).x);
    sum += 0.187691 * (HOOKED_tex(HOOKED_pos - 2.0 * d).x + HOOKED_tex(HOOKED_pos + 2.0 * d).x);
#endif
    return clamp(sum, 0.0, 1.0);
}

vec4 hook() {
    return vec4(blurred(vec2(1.0 / target_size.x, 0.0)), 0.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND RC2_MASK
//!SAVE RC2_MASK
//!COMPONENTS 1
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > *
//!DESC push RC2: blur down, lines

float blurred(vec2 d) {
#if blur == RC2_GAUSS7
    float sum = 0.160854 * RC2_MASK_tex(RC2_MASK_pos).x;
    sum += 0.155931 * (RC2_MASK_tex(RC2_MASK_pos - d).x + RC2_MASK_tex(RC2_MASK_pos + d).x);
    sum += 0.142046 * (RC2_MASK_tex(RC2_MASK_pos - 2.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 2.0 * d).x);
    sum += 0.121597 * (RC2_MASK_tex(RC2_MASK_pos - 3.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 3.0 * d).x);
#else
    float sum = 0.212543 * RC2_MASK_tex(RC2_MASK_pos).x;
    sum += 0.206038 * (RC2_MASK_tex(RC2_MASK_pos - d).x + RC2_MASK_tex(RC2_MASK_pos + d).x);
    sum += 0.187691 * (RC2_MASK_tex(RC2_MASK_pos - 2.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 2.0 * d).x);
#endif
    return clamp(sum, 0.0, 1.0);
}

vec4 hook() {
    float y = clamp(HOOKED_texOff(vec2(0, 0)).x, 0.001, 0.999);
    float around = clamp(blurred(vec2(0.0, 1.0 / target_size.y)), 0.001, 0.999);
    return vec4(1.0 - clamp(min(y / around, 1.0) - bias, 0.0, 1.0), 0.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND RC2_MASK
//!SAVE RC2_MASK
//!COMPONENTS 1
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > *
//!DESC push RC2: mask blur across

float blurred(vec2 d) {
#if blur == RC2_GAUSS7
    float sum = 0.160854 * RC2_MASK_tex(RC2_MASK_pos).x;
    sum += 0.155931 * (RC2_MASK_tex(RC2_MASK_pos - d).x + RC2_MASK_tex(RC2_MASK_pos + d).x);
    sum += 0.142046 * (RC2_MASK_tex(RC2_MASK_pos - 2.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 2.0 * d).x);
    sum += 0.121597 * (RC2_MASK_tex(RC2_MASK_pos - 3.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 3.0 * d).x);
#else
    float sum = 0.212543 * RC2_MASK_tex(RC2_MASK_pos).x;
    sum += 0.206038 * (RC2_MASK_tex(RC2_MASK_pos - d).x + RC2_MASK_tex(RC2_MASK_pos + d).x);
    sum += 0.187691 * (RC2_MASK_tex(RC2_MASK_pos - 2.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 2.0 * d).x);
#endif
    return clamp(sum, 0.0, 1.0);
}

vec4 hook() {
    return vec4(blurred(vec2(1.0 / target_size.x, 0.0)), 0.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND RC2_MASK
//!SAVE RC2_MASK
//!COMPONENTS 1
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > *
//!DESC push RC2: mask blur down

float blurred(vec2 d) {
#if blur == RC2_GAUSS7
    float sum = 0.160854 * RC2_MASK_tex(RC2_MASK_pos).x;
    sum += 0.155931 * (RC2_MASK_tex(RC2_MASK_pos - d).x + RC2_MASK_tex(RC2_MASK_pos + d).x);
    sum += 0.142046 * (RC2_MASK_tex(RC2_MASK_pos - 2.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 2.0 * d).x);
    sum += 0.121597 * (RC2_MASK_tex(RC2_MASK_pos - 3.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 3.0 * d).x);
#else
    float sum = 0.212543 * RC2_MASK_tex(RC2_MASK_pos).x;
    sum += 0.206038 * (RC2_MASK_tex(RC2_MASK_pos - d).x + RC2_MASK_tex(RC2_MASK_pos + d).x);
    sum += 0.187691 * (RC2_MASK_tex(RC2_MASK_pos - 2.0 * d).x + RC2_MASK_tex(RC2_MASK_pos + 2.0 * d).x);
#endif
    return clamp(sum, 0.0, 1.0);
}

vec4 hook() {
    return vec4(blurred(vec2(0.0, 1.0 / target_size.y)), 0.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!SAVE RC2_GRADIENT
//!COMPONENTS 1
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > *
//!DESC push RC2: gradient

#define TAP(i, j) HOOKED_tex(HOOKED_pos + vec2(i, j) / target_size).x

vec4 hook() {
    float tl = TAP(-1, -1);
    float tr = TAP(1, -1);
    float bl = TAP(-1, 1);
    float br = TAP(1, 1);
    vec2 g = vec2(tr - tl + 2.0 * (TAP(1, 0) - TAP(-1, 0)) + br - bl, bl - tl + 2.0 * (TAP(0, 1) - TAP(0, -1)) + br - tr);
    return vec4(clamp(sqrt(dot(g, g)), 0.0, 1.0), 0.0, 0.0, 1.0);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND LUMA
//!BIND RC2_MASK
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > * strength_color 0 > *
//!DESC push RC2: colour

float low(vec4 a, vec4 b, vec4 c) { return min(min(a.a, b.a), c.a); }
float high(vec4 a, vec4 b, vec4 c) { return max(max(a.a, b.a), c.a); }

vec4 hook() {
    vec2 d = HOOKED_pt;
    float s = strength_color * min(HOOKED_size.x / input_size.x / full_color, 1.0);
    vec4 c = vec4(HOOKED_texOff(vec2(0, 0)).rgb, LUMA_tex(LUMA_pos + vec2(0, 0) * d).x);
    vec4 tl = vec4(HOOKED_texOff(vec2(-1, -1)).rgb, LUMA_tex(LUMA_pos + vec2(-1, -1) * d).x);
    vec4 t = vec4(HOOKED_texOff(vec2(0, -1)).rgb, LUMA_tex(LUMA_pos + vec2(0, -1) * d).x);
    vec4 tr = vec4(HOOKED_texOff(vec2(1, -1)).rgb, LUMA_tex(LUMA_pos + vec2(1, -1) * d).x);
    vec4 l = vec4(HOOKED_texOff(vec2(-1, 0)).rgb, LUMA_tex(LUMA_pos + vec2(-1, 0) * d).x);
    vec4 r = vec4(HOOKED_texOff(vec2(1, 0)).rgb, LUMA_tex(LUMA_pos + vec2(1, 0) * d).x);
    vec4 bl = vec4(HOOKED_texOff(vec2(-1, 1)).rgb, LUMA_tex(LUMA_pos + vec2(-1, 1) * d).x);
    vec4 b = vec4(HOOKED_texOff(vec2(0, 1)).rgb, LUMA_tex(LUMA_pos + vec2(0, 1) * d).x);
    vec4 br = vec4(HOOKED_texOff(vec2(1, 1)).rgb, LUMA_tex(LUMA_pos + vec2(1, 1) * d).x);

    vec4 sum = c * 3.0;
#define PAIR(la, lb, lc, da, db, dc, ma, mb, mc, na, nb, nc) { \
        bool one = low(la, lb, lc) > high(da, db, dc) + least; \
        bool two = low(ma, mb, mc) > high(na, nb, nc) + least; \
        vec4 light = one ? la + lb + lc : ma + mb + mc; \
        sum = (one || two) && light.a > sum.a + least ? light : sum; }
#define STRAIGHT(la, lb, lc, ma, mb, mc) { \
        bool one = low(la, lb, lc) > max(high(ma, mb, mc), c.a) + least; \
        bool two = low(ma, mb, mc) > max(high(la, lb, lc), c.a) + least; \
        vec4 light = one ? la + lb + lc : ma + mb + mc; \
        sum = (one || two) && light.a > sum.a + least ? light : sum; }
    STRAIGHT(tl, t, tr, bl, b, br)
    PAIR(t, tr, r, l, c, b, l, bl, b, t, c, r)
    STRAIGHT(tr, r, br, tl, l, bl)
    PAIR(r, br, b, t, c, l, l, tl, t, b, c, r)

    s = RC2_MASK_tex(RC2_MASK_pos).x < threshold ? 0.0 : s;
    return vec4(c.rgb * (1.0 - s) + sum.rgb * (s / 3.0), HOOKED_texOff(vec2(0, 0)).a);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND RC2_GRADIENT
//!BIND RC2_MASK
//!WHEN OUTPUT.w LUMA.w / gate > OUTPUT.h LUMA.h / gate > * gain 0 > *
//!DESC push RC2: along the gradient

float low(vec4 a, vec4 b, vec4 c) { return min(min(a.a, b.a), c.a); }
float high(vec4 a, vec4 b, vec4 c) { return max(max(a.a, b.a), c.a); }
#define STRAIGHT(la, lb, lc, da, db, dc) high(la, lb, lc) + least < min(low(da, db, dc), c.a)

vec4 hook() {
    vec2 d = HOOKED_pt;
    vec4 c = vec4(HOOKED_texOff(vec2(0, 0)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(0, 0) * d).x);
    vec4 tl = vec4(HOOKED_texOff(vec2(-1, -1)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(-1, -1) * d).x);
    vec4 t = vec4(HOOKED_texOff(vec2(0, -1)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(0, -1) * d).x);
    vec4 tr = vec4(HOOKED_texOff(vec2(1, -1)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(1, -1) * d).x);
    vec4 l = vec4(HOOKED_texOff(vec2(-1, 0)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(-1, 0) * d).x);
    vec4 r = vec4(HOOKED_texOff(vec2(1, 0)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(1, 0) * d).x);
    vec4 bl = vec4(HOOKED_texOff(vec2(-1, 1)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(-1, 1) * d).x);
    vec4 b = vec4(HOOKED_texOff(vec2(0, 1)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(0, 1) * d).x);
    vec4 br = vec4(HOOKED_texOff(vec2(1, 1)).rgb, RC2_GRADIENT_tex(RC2_GRADIENT_pos + vec2(1, 1) * d).x);

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

    float mask = RC2_MASK_tex(RC2_MASK_pos).x;
    float s = clamp(min(HOOKED_size.x / input_size.x, 1.0) * mask * gain, 0.0, most);
    s = mask < threshold ? 0.0 : s;
    return vec4(c.rgb * (1.0 - s) + sum * (s / 3.0), HOOKED_texOff(vec2(0, 0)).a);
}
