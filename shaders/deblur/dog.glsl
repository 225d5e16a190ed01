//@ title     Deblur
//@ source    own; difference of Gaussians (Marr and Hildreth 1980), kept within the range of the neighbours
//@ license   MIT
//@ group     Sharpness
//@ step      strength 0.05
//@ step      overshoot 0.05

// Adds to luma what a Gaussian blur takes from it, and keeps the result inside the range of its neighbours: edges get
// steeper and no halo appears.

//!PARAM strength
//!DESC how much of the difference between picture and blurred picture is added
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
1.0

//!PARAM radius
//!DESC standard deviation of the blur that is undone, in output pixels
//!TYPE float
//!MINIMUM 0.3
//!MAXIMUM 2.0
1.0

//!PARAM overshoot
//!DESC how far beyond its neighbours a pixel may go, as a part of their range; 0 never makes a halo
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.0

//!HOOK OUTPUT
//!BIND HOOKED
//!WHEN strength 0 >
//!DESC deblur: difference of Gaussians

#define TAP(i, j) dot(HOOKED_texOff(vec2(i, j)).rgb, vec3(0.2126, 0.7152, 0.0722))

vec4 hook() {
    vec4 color = HOOKED_texOff(vec2(0, 0));
    float c = dot(color.rgb, vec3(0.2126, 0.7152, 0.0722));
    vec4 near = vec4(TAP(-1, 0), TAP(1, 0), TAP(0, -1), TAP(0, 1));
    vec4 diag = vec4(TAP(-1, -1), TAP(1, 1), TAP(1, -1), TAP(-1, 1));
    vec4 far = vec4(TAP(-2, 0), TAP(2, 0), TAP(0, -2), TAP(0, 2));

    // Weights of the Gaussian at squared distances 1, 2 and 4: powers of one exponential.
    float w = exp(-0.5 / (radius * radius));
    vec3 at = vec3(w, w * w, w * w * w * w);
    vec4 ring = near * at.x + diag * at.y + far * at.z;
    float blurred = (c + dot(ring, vec4(1.0))) / (1.0 + 4.0 * (at.x + at.y + at.z));

    vec4 low4 = min(near, diag);
    vec4 high4 = max(near, diag);
    float low = min(min(min(low4.x, low4.y), min(low4.z, low4.w)), c);
    float high = max(max(max(high4.x, high4.y), max(high4.z, high4.w)), c);
    float room = overshoot * (high - low);
    float sharp = clamp(c + strength * (c - blurred), low - room, high + room);
    return vec4(color.rgb + (sharp - c), color.a);
}
