//@ title     Colour that follows luma
//@ source    own; local regression of chroma on luma, added to a cubic resize (the idea: chroma from luma, AV1 and glsl-chroma-from-luma-prediction)
//@ license   MIT
//@ group     Chroma
//@ step      strength 0.05
//@ step      noise 0.1

// For 4:2:0 (photographs in 4:2:2 gain nothing). Video stores colour at half its size. Where it goes with luma around a pixel (an edge has both), what luma has more
// than the small picture knows is given to colour too; elsewhere it is an ordinary sharp resize. Luma may have been
// enlarged before: put this behind what enlarges it.

//!PARAM strength
//!DESC how far colour follows luma; 0 is a plain resize
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.5
1.0

//!PARAM noise
//!DESC changes of luma that are not followed, in 8-bit steps
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 16.0
2.5

//!PARAM large
//!DESC 1: colour as large as luma has become. 0: as luma is in the file; faster where luma was enlarged before
//!TYPE int
//!MINIMUM 0
//!MAXIMUM 1
1

//!PARAM chroma_offset_x
//!DESC where colour lies, in pixels of luma; the player knows it
//!TYPE float
-0.5

//!PARAM chroma_offset_y
//!DESC where colour lies, in pixels of luma; the player knows it
//!TYPE float
0.0

//!HOOK CHROMA
//!BIND HOOKED
//!BIND LUMA
//!SAVE from_luma_small
//!COMPONENTS 4
//!WHEN HOOKED.w LUMA.w < HOOKED.h LUMA.h < +
//!DESC from-luma: colour, and luma made as small
vec4 hook() {
    // A pixel of the smaller picture is two of luma as the file has it; along an axis where it is one, luma stays.
    vec2 ratio = LUMA_size / HOOKED_size, pt = HOOKED_pt * vec2(greaterThan(1.5 * ratio, ratio.yx));
    vec2 shift = vec2(chroma_offset_x, chroma_offset_y) * vec2(lessThan(HOOKED_size, 0.75 * input_size));
    vec2 at = HOOKED_pos + shift * 0.5 * pt, d = pt * 0.25;
    float sum = LUMA_tex(at - d).x + LUMA_tex(at + vec2(d.x, -d.y)).x + LUMA_tex(at + vec2(-d.x, d.y)).x
        + LUMA_tex(at + d).x;
    return vec4(HOOKED_texOff(vec2(0.0)).xy, sum * 0.25, 1.0);
}

//!HOOK CHROMA
//!BIND HOOKED
//!BIND from_luma_small
//!SAVE from_luma_slope
//!COMPONENTS 4
//!WHEN HOOKED.w LUMA.w < HOOKED.h LUMA.h < +
//!DESC from-luma: how colour goes with luma
vec4 hook() {
    vec3 v[9];
    v[0] = from_luma_small_texOff(vec2(-1, -1)).xyz;
    v[1] = from_luma_small_texOff(vec2(0, -1)).xyz;
    v[2] = from_luma_small_texOff(vec2(1, -1)).xyz;
    v[3] = from_luma_small_texOff(vec2(-1, 0)).xyz;
    v[4] = from_luma_small_texOff(vec2(0, 0)).xyz;
    v[5] = from_luma_small_texOff(vec2(1, 0)).xyz;
    v[6] = from_luma_small_texOff(vec2(-1, 1)).xyz;
    v[7] = from_luma_small_texOff(vec2(0, 1)).xyz;
    v[8] = from_luma_small_texOff(vec2(1, 1)).xyz;
    // A Gaussian, exp(−1.5 r²), by its sum.
    float w[9] = float[9](0.02381, 0.10673, 0.02381, 0.10673, 0.47784, 0.10673, 0.02381, 0.10673, 0.02381);
    vec3 mean = vec3(0.0);
    for (int i = 0; i < 9; i++) mean += w[i] * v[i];
    vec2 both = vec2(0.0), colour = vec2(0.0);
    float luma = 0.0;
    for (int i = 0; i < 9; i++) {
        vec3 d = v[i] - mean, s = w[i] * d;
        both += s.xy * d.z;
        colour += s.xy * d.xy;
        luma += s.z * d.z;
    }
    // By how surely they go together: the correlation's third power.
    vec2 sure = min(both * both / (luma * colour + 1e-10), 1.0);
    float floor_ = noise / 255.0;
    return vec4(both / (luma + floor_ * floor_ + 1e-10) * sure * sqrt(sure), 0.0, 1.0);
}

//!HOOK CHROMA
//!BIND HOOKED
//!BIND LUMA
//!BIND from_luma_small
//!BIND from_luma_slope
//!WIDTH large LUMA.w * 1 large - NATIVE_CROPPED.w * +
//!HEIGHT large LUMA.h * 1 large - NATIVE_CROPPED.h * +
//!OFFSET ALIGN
//!WHEN HOOKED.w LUMA.w < HOOKED.h LUMA.h < +
//!DESC from-luma: colour enlarged, and what luma has more
vec4 cubic(float x) {
    // Keys 1981 with a = −0.7: of −0.5 to −0.8 the nearest to the truth.
    vec4 d = vec4(1.0 + x, x, 1.0 - x, 2.0 - x);
    vec2 near = (1.3 * d.yz - 2.3) * d.yz * d.yz + 1.0;
    vec2 far = ((-0.7 * d.xw + 3.5) * d.xw - 5.6) * d.xw + 2.8;
    return vec4(far.x, near, far.y);
}
vec3 row(vec2 at, vec4 w) {
    return w.x * from_luma_small_tex((at + vec2(-0.5, 0.5)) * from_luma_small_pt).xyz
        + w.y * from_luma_small_tex((at + vec2(0.5, 0.5)) * from_luma_small_pt).xyz
        + w.z * from_luma_small_tex((at + vec2(1.5, 0.5)) * from_luma_small_pt).xyz
        + w.w * from_luma_small_tex((at + vec2(2.5, 0.5)) * from_luma_small_pt).xyz;
}
vec4 hook() {
    vec2 at = HOOKED_pos * HOOKED_size - 0.5, low = floor(at);
    vec4 x = cubic(at.x - low.x), y = cubic(at.y - low.y);
    vec3 small = y.x * row(low + vec2(0.0, -1.0), x) + y.y * row(low, x) + y.z * row(low + vec2(0.0, 1.0), x)
        + y.w * row(low + vec2(0.0, 2.0), x);
    vec2 slope = from_luma_slope_tex(HOOKED_pos).xy;
    return vec4(small.xy + strength * slope * (LUMA_tex(LUMA_pos).x - small.z), 0.0, 1.0);
}
