//@ title     Thin lines
//@ source    own; warp sharpening along the gradient of the edge map
//@ license   MIT
//@ group     Line art
//@ step      strength 0.1
//@ step      shrink 0.1

// Makes enlarged lines as thin as they were drawn, and edges steep. Each pixel looks up its colour a little farther
// from the nearest edge's crest, so that both flanks move towards it; and a little towards the brighter side, so that
// dark lines get thin.

//!PARAM strength
//!DESC how far a flank moves, in output pixels for an edge of full contrast
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 8.0
1.5

//!PARAM shrink
//!DESC how far the dark side of an edge is pushed back, in output pixels for an edge of full contrast
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 4.0
0.5

//!PARAM most
//!DESC the farthest that any pixel is moved, in output pixels
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
0.75

//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE THIN_EDGE
//!COMPONENTS 4
//!WHEN strength 0 >
//!DESC thin lines: edge map

#define TAP(i, j) dot(HOOKED_texOff(vec2(i, j)).rgb, vec3(0.2126, 0.7152, 0.0722))

vec4 hook() {
    vec4 diag = vec4(TAP(-1, -1), TAP(1, -1), TAP(-1, 1), TAP(1, 1));
    float gx = diag.y + diag.w - diag.x - diag.z + 2.0 * (TAP(1, 0) - TAP(-1, 0));
    float gy = diag.z + diag.w - diag.x - diag.y + 2.0 * (TAP(0, 1) - TAP(0, -1));
    // Shifted by a half: not every player's textures hold negative numbers.
    return vec4(0.25 * sqrt(gx * gx + gy * gy), 0.5 + 0.125 * gx, 0.5 + 0.125 * gy, 1.0);
}

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND THIN_EDGE
//!WHEN strength 0 >
//!DESC thin lines: warp

#define TAP(i, j) THIN_EDGE_texOff(vec2(i, j)).x

vec4 hook() {
    vec4 diag = vec4(TAP(-1, -1), TAP(1, -1), TAP(-1, 1), TAP(1, 1));
    vec2 g = vec2(diag.y + diag.w - diag.x - diag.z + 2.0 * (TAP(1, 0) - TAP(-1, 0)),
                  diag.z + diag.w - diag.x - diag.y + 2.0 * (TAP(0, 1) - TAP(0, -1)));
    vec2 bright = 2.0 * THIN_EDGE_texOff(vec2(0, 0)).yz - 1.0;
    vec2 move = g * (0.25 * strength) - bright * shrink;
    move *= min(1.0, most / max(length(move), 0.0001));
    return HOOKED_tex(HOOKED_pos - move * HOOKED_pt);
}
