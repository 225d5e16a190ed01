// A compute pass makes a texture of another size, another one writes four pixels a thread from it; blocks do not fit.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE COMPUTE_HALF
//!WIDTH HOOKED.w 2 /
//!HEIGHT HOOKED.h 3 /
//!COMPUTE 24 10 12 10
//!COMPONENTS 4
//!DESC smaller
void hook() {
    for (int k = 0; k < 2; k++) {
        ivec2 at = ivec2(gl_WorkGroupID.xy) * ivec2(24, 10) + ivec2(gl_LocalInvocationID.xy) + ivec2(12 * k, 0);
        imageStore(out_image, at, HOOKED_tex(HOOKED_map(at)));
    }
}

//!HOOK MAIN
//!BIND HOOKED
//!BIND COMPUTE_HALF
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!COMPUTE 14 14 7 7
//!DESC larger
void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy) * 2;
    vec2 edge = vec2(gl_NumWorkGroups.xy) * 7.0;
    for (int y = 0; y < 2; y++)
        for (int x = 0; x < 2; x++) {
            vec4 own = HOOKED_tex(HOOKED_map(at + ivec2(x, y)));
            vec4 other = COMPUTE_HALF_tex(COMPUTE_HALF_map(at + ivec2(x, y)));
            float way = dot(vec2(gl_GlobalInvocationID.xy) / edge, vec2(0.5));
            imageStore(out_image, at + ivec2(x, y), mix(own, other, way));
        }
}
