// A thread a pixel over blocks of 32x8, then 16x8 threads for blocks of 32x32, of which each writes eight pixels.
//!HOOK LUMA
//!BIND HOOKED
//!COMPUTE 32 8
//!DESC a thread a pixel
void hook() {
    vec4 c = HOOKED_tex(HOOKED_map(gl_GlobalInvocationID));
    imageStore(out_image, ivec2(gl_GlobalInvocationID), 0.25 + 0.5 * c);
}

//!HOOK LUMA
//!BIND HOOKED
//!COMPUTE 32 32 16 8
//!DESC eight pixels a thread
void hook() {
    ivec2 first = ivec2(gl_WorkGroupID.xy) * ivec2(32, 32);
    for (int y = int(gl_LocalInvocationID.y); y < 32; y += int(gl_WorkGroupSize.y))
        for (int x = int(gl_LocalInvocationID.x); x < 32; x += int(gl_WorkGroupSize.x)) {
            ivec2 at = first + ivec2(x, y);
            vec4 left = HOOKED_tex(HOOKED_map(at - ivec2(1, 0)));
            imageStore(out_image, at, mix(HOOKED_tex(HOOKED_map(at)), left, 0.5));
        }
}
