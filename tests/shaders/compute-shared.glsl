// Shared memory, a barrier and texelFetch without NAME_tex: the mean of 5x5, a margin of two around each block.
//!HOOK LUMA
//!BIND HOOKED
//!COMPUTE 16 16 8 8
//!DESC mean of 5x5
shared float samples[20 * 20];

void hook() {
    ivec2 first = ivec2(gl_WorkGroupID.xy) * 16 - 2;
    ivec2 last = ivec2(HOOKED_size) - 1;
    for (int i = int(gl_LocalInvocationIndex); i < 20 * 20; i += 64)
        samples[i] = HOOKED_mul * texelFetch(HOOKED_raw, clamp(first + ivec2(i % 20, i / 20), ivec2(0), last), 0).x;
    barrier();
    for (int i = int(gl_LocalInvocationIndex); i < 16 * 16; i += 64) {
        ivec2 at = ivec2(i % 16, i / 16);
        float sum = 0.0;
        for (int y = 0; y < 5; y++)
            for (int x = 0; x < 5; x++)
                sum += samples[(at.y + y) * 20 + at.x + x];
        imageStore(out_image, ivec2(gl_WorkGroupID.xy) * 16 + at, vec4(sum / 25.0));
    }
}
