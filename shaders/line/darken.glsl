//@ title     Darken lines
//@ source    own; valley depth across four directions at two distances
//@ license   MIT
//@ group     Line art
//@ step      strength 0.05

// Gives thin dark lines back the ink that they lose when a picture is made smaller or blurred. A pixel that is darker
// than both its neighbours across some direction lies on such a line; it is made darker by a part of the valley's
// depth.

//!PARAM strength
//!DESC part of a line's depth that is added to it
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
0.5

//!PARAM threshold
//!DESC depth below which a valley is noise, not a line
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 0.2
0.02

//!HOOK OUTPUT
//!BIND HOOKED
//!WHEN strength 0 >
//!DESC darken lines

#define TAP(i, j) dot(HOOKED_texOff(vec2(i, j)).rgb, vec3(0.2126, 0.7152, 0.0722))

vec4 hook() {
    vec4 color = HOOKED_texOff(vec2(0, 0));
    float c = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec4 one = vec4(TAP(-2, 0), TAP(0, -2), TAP(-2, -2), TAP(2, -2));
    vec4 two = vec4(TAP(2, 0), TAP(0, 2), TAP(2, 2), TAP(-2, 2));
    vec4 far = min(one, two);
    vec4 three = vec4(TAP(-1, 0), TAP(0, -1), TAP(-1, -1), TAP(1, -1));
    vec4 four = vec4(TAP(1, 0), TAP(0, 1), TAP(1, 1), TAP(-1, 1));
    vec4 valley = max(far, min(three, four));
    float depth = max(max(valley.x, valley.y), max(valley.z, valley.w)) - c;
    float ink = min(max(depth - threshold, 0.0) * strength, c);
    // All channels by one factor, so that a line keeps its hue.
    return vec4(color.rgb * (1.0 - ink / max(c, 0.001)), color.a);
}
