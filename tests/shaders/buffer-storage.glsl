// A storage buffer, std430: counted by one pass, read by the next, kept for the next frame. It begins with its data.
//!BUFFER COUNTS
//!VAR uint frames
//!VAR vec3 unused
//!VAR uint bins[16];
//!STORAGE
00000000 00000000 00000000 00000000
00000000 00000000 00000000
00000000 00000000 00000000 00000000
00000000 00000000 00000000 00000000
00000000 00000000 00000000 00000000
00000000 00000000 00000000 00000000

//!HOOK LUMA
//!BIND HOOKED
//!BIND COUNTS
//!SAVE COUNTED
//!WIDTH 16
//!HEIGHT 1
//!COMPUTE 16 1
//!DESC count
void hook() {
    uint bin = gl_LocalInvocationIndex;
    uint count = 0u;
    for (int x = 0; x < 64; x++) {
        float y = HOOKED_tex(vec2((float(x) + 0.5) / 64.0, 0.5)).x;
        if (uint(clamp(y * 16.0, 0.0, 15.0)) == bin)
            count++;
    }
    bins[bin] += count;
    if (bin == 0u)
        frames++;
    imageStore(out_image, ivec2(gl_GlobalInvocationID), vec4(0.0));
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND COUNTS
//!DESC show
vec4 hook() {
    float share = float(bins[uint(HOOKED_pos.x * 16.0)]) / (64.0 * float(frames));
    return vec4(mix(HOOKED_tex(HOOKED_pos).x, share, 0.5));
}
