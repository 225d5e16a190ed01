//@ title     Deband
//@ source    own; sparse random taps as in flash3kyuu_deband and libplacebo; PCG hash, Jarzynski and Olano, JCGT 9(3) 2020
//@ license   MIT
//@ group     Deband
//@ step      threshold 0.1
//@ step      grain 0.1

// Smooths the steps in what should be a gradient: four far neighbours are averaged, and where the average is nearer than
// a threshold the pixel takes it. Grain on top hides what is left and what the output's own bits would add. All
// chance comes from pixel and frame number, so preview and file get the same picture.

//!PARAM threshold
//!DESC largest difference that is a band, in 8-bit steps; more removes stronger bands and more detail
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 16.0
2.5

//!PARAM distance
//!DESC how far the first round looks, in pixels of the source; later rounds look farther
//!TYPE float
//!MINIMUM 1.0
//!MAXIMUM 64.0
12.0

//!PARAM rounds
//!DESC how often it looks; each round looks farther, with a smaller threshold
//!TYPE DEFINE
//!MINIMUM 1
//!MAXIMUM 4
2

//!PARAM grain
//!DESC standard deviation of the noise that is added, in 8-bit steps
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 8.0
0.4

//!PARAM moving
//!DESC whether chance is another for each frame
//!TYPE ENUM DEFINE
DEBAND_MOVING
DEBAND_STILL

//!HOOK MAIN
//!BIND HOOKED
//!WHEN threshold 0 >
//!DESC deband

uvec3 deband_hash(uvec3 v) {
    v = v * 1664525u + 1013904223u;
    v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
    v ^= v >> 16u;
    v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
    return v;
}

vec4 hook() {
    vec4 color = HOOKED_tex(HOOKED_pos);
    uvec2 pixel = uvec2(HOOKED_pos * HOOKED_size);
    for (int i = 1; i <= rounds; i++) {
#if moving == DEBAND_MOVING
        uvec3 h = deband_hash(uvec3(pixel, uint(frame) * 8u + uint(i)));
#else
        uvec3 h = deband_hash(uvec3(pixel, uint(i)));
#endif
        vec2 chance = vec2(h.xy >> 8u) / 16777216.0;
        float reach = chance.x * distance * float(i);
        float angle = chance.y * 6.2831853;
        // Whole pixels: between them a filter would smooth, and differently on each driver.
        vec2 o = floor(reach * vec2(cos(angle), sin(angle)) + 0.5);
        vec2 p = vec2(0.0 - o.y, o.x);
        vec3 mean = 0.25 * (HOOKED_tex(HOOKED_pos + HOOKED_pt * o).rgb + HOOKED_tex(HOOKED_pos - HOOKED_pt * o).rgb
                          + HOOKED_tex(HOOKED_pos + HOOKED_pt * p).rgb + HOOKED_tex(HOOKED_pos - HOOKED_pt * p).rgb);
        vec3 most = vec3(threshold / (255.0 * float(i)));
        color.rgb = mix(color.rgb, mean, lessThan(abs(mean - color.rgb), most));
    }
    return color;
}

//!HOOK OUTPUT
//!BIND HOOKED
//!WHEN grain 0 >
//!DESC deband: grain

uvec3 deband_hash(uvec3 v) {
    v = v * 1664525u + 1013904223u;
    v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
    v ^= v >> 16u;
    v.x += v.y * v.z; v.y += v.z * v.x; v.z += v.x * v.y;
    return v;
}

vec4 hook() {
    vec4 color = HOOKED_texOff(vec2(0, 0));
#if moving == DEBAND_MOVING
    uvec3 h = deband_hash(uvec3(uvec2(HOOKED_pos * HOOKED_size), uint(frame) * 8u));
#else
    uvec3 h = deband_hash(uvec3(uvec2(HOOKED_pos * HOOKED_size), 0u));
#endif
    // The sum of six even chances, near enough to a bell: halves of three words; its variance is 6/12.
    vec3 halves = vec3(h & 65535u) + vec3(h >> 16u);
    float bell = (dot(halves, vec3(1.0)) / 65535.0 - 3.0) * 1.41421356;
    return vec4(color.rgb + bell * grain / 255.0, color.a);
}
