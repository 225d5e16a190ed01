//@ title     Clamp highlights
//@ source    own; the range of the source around a pixel bounds what a resize and sharpeners made of it
//@ license   MIT
//@ group     Tone
//@ step      highlights 0.05
//@ step      shadows 0.05

// Takes away what sharp resize kernels overshoot beside edges: bright (and dark) rims that were not in the source. The
// least and the greatest luma around each source pixel are noted before the resize, and the output is pulled back
// between them. Put it last.

//!PARAM highlights
//!DESC part of what lies above the source's range that is taken away
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!PARAM shadows
//!DESC part of what lies below the source's range that is taken away
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!HOOK MAIN
//!BIND HOOKED
//!SAVE CLAMP_RANGE
//!COMPONENTS 2
//!DESC clamp highlights: range of the source

#define TAP(i, j) dot(HOOKED_texOff(vec2(i, j)).rgb, vec3(0.2126, 0.7152, 0.0722))

vec4 hook() {
    float c = TAP(0, 0);
    vec4 near = vec4(TAP(-1, 0), TAP(1, 0), TAP(0, -1), TAP(0, 1));
    vec4 diag = vec4(TAP(-1, -1), TAP(1, 1), TAP(1, -1), TAP(-1, 1));
    vec4 low = min(near, diag);
    vec4 high = max(near, diag);
    return vec4(min(min(min(low.x, low.y), min(low.z, low.w)), c),
                max(max(max(high.x, high.y), max(high.z, high.w)), c), 0.0, 1.0);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND CLAMP_RANGE
//!DESC clamp highlights

vec4 hook() {
    vec4 color = HOOKED_texOff(vec2(0, 0));
    vec2 range = CLAMP_RANGE_tex(CLAMP_RANGE_pos).xy;
    float c = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    float over = highlights * max(c - range.y, 0.0) - shadows * max(range.x - c, 0.0);
    return vec4(color.rgb - over, color.a);
}
