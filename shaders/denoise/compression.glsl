//@ title     Compression cleaner
//@ source    own; taps, influence curves fitted by least squares on drawings coded with x264 at CRF 23
//@ license   MIT
//@ group     Denoise
//@ precision full
//@ step      amount 0.05
//@ step      level 0.1
//@ step      keep 0.1

// Takes ringing and mosquito noise of H.264 and its like off luma. Twelve neighbours pull at a pixel, each by a curve
// of its difference: small differences are coding noise, large ones are drawn. "Bends" (two opposite neighbours
// against the centre) keep lines. Trained on openclipart (public domain) and Ren'Py figures (MIT).

//!PARAM amount
//!DESC part of the correction that is applied
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.5
1.0

//!PARAM level
//!DESC amplitude of the noise, 1.0 as H.264 at CRF 23 leaves it; more for stronger compression
//!TYPE float
//!MINIMUM 0.25
//!MAXIMUM 4.0
1.0

//!PARAM keep
//!DESC part of the correction that is kept where all neighbours differ but none is an edge: texture, that the coder kept
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.4

//!HOOK LUMA
//!BIND HOOKED
//!WHEN amount 0 >
//!DESC compression cleaner

#define NEAR(d) (-0.0038 * clamp(d, -1.5, 1.5) + 0.0102 * clamp(d, -3.0, 3.0) + 0.0339 * clamp(d, -6.0, 6.0) + 0.0410 * clamp(d, -12.0, 12.0) + 0.0379 * clamp(d, -24.0, 24.0))
#define NEAR_BEND(d) (0.0113 * clamp(d, -1.5, 1.5) + 0.0104 * clamp(d, -3.0, 3.0) + -0.0088 * clamp(d, -6.0, 6.0) + 0.0047 * clamp(d, -12.0, 12.0) + -0.0255 * clamp(d, -24.0, 24.0))
#define DIAG(d) (0.0310 * clamp(d, -1.5, 1.5) + 0.0463 * clamp(d, -3.0, 3.0) + 0.0288 * clamp(d, -6.0, 6.0) + 0.0016 * clamp(d, -12.0, 12.0) + -0.0271 * clamp(d, -24.0, 24.0))
#define DIAG_BEND(d) (-0.0259 * clamp(d, -1.5, 1.5) + 0.0198 * clamp(d, -3.0, 3.0) + -0.0143 * clamp(d, -6.0, 6.0) + -0.0064 * clamp(d, -12.0, 12.0) + 0.0008 * clamp(d, -24.0, 24.0))
#define FAR(d) (0.1067 * clamp(d, -1.5, 1.5) + 0.0014 * clamp(d, -3.0, 3.0) + 0.0319 * clamp(d, -6.0, 6.0) + -0.0095 * clamp(d, -12.0, 12.0) + 0.0027 * clamp(d, -24.0, 24.0))
#define FAR_BEND(d) (0.0106 * clamp(d, -1.5, 1.5) + 0.0195 * clamp(d, -3.0, 3.0) + -0.0176 * clamp(d, -6.0, 6.0) + -0.0148 * clamp(d, -12.0, 12.0) + -0.0232 * clamp(d, -24.0, 24.0))
#define TAP(i, j) HOOKED_texOff(vec2(i, j)).x

vec4 hook() {
    float unit = 255.0 / level;
    float c = TAP(0, 0);
    vec4 near = (vec4(TAP(-1, 0), TAP(1, 0), TAP(0, -1), TAP(0, 1)) - c) * unit;
    vec4 diag = (vec4(TAP(-1, -1), TAP(1, 1), TAP(1, -1), TAP(-1, 1)) - c) * unit;
    vec4 far = (vec4(TAP(-2, 0), TAP(2, 0), TAP(0, -2), TAP(0, 2)) - c) * unit;
    vec2 near_bend = near.xz + near.yw;
    vec2 diag_bend = diag.xz + diag.yw;
    vec2 far_bend = far.xz + far.yw;
    vec4 pull = NEAR(near) + DIAG(diag) + FAR(far);
    vec2 bend = NEAR_BEND(near_bend) + DIAG_BEND(diag_bend) + FAR_BEND(far_bend);
    vec4 sum = abs(near) + abs(diag) + abs(far);
    vec4 most = max(max(abs(near), abs(diag)), abs(far));
    float busy = smoothstep(3.0, 8.0, dot(sum, vec4(1.0 / 12.0)));
    float edge = smoothstep(20.0, 80.0, max(max(most.x, most.y), max(most.z, most.w)));
    float part = mix(1.0, keep, busy * (1.0 - edge));
    float change = dot(pull, vec4(1.0)) + dot(bend, vec2(1.0));
    return vec4(c + amount * part * change / unit, 0.0, 0.0, 1.0);
}
