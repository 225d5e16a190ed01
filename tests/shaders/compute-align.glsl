// OFFSET ALIGN in a compute pass: NAME_map has the offset in it, NAME_off is that offset in pixels.
//!HOOK CHROMA
//!BIND HOOKED
//!WIDTH LUMA.w
//!HEIGHT LUMA.h
//!OFFSET ALIGN
//!COMPUTE 16 16
//!DESC aligned
void hook() {
    vec2 pos = HOOKED_map(gl_GlobalInvocationID);
    vec2 moved = pos - HOOKED_off * HOOKED_pt;
    vec4 there = HOOKED_tex(moved + vec2(4.0, 2.0) * HOOKED_off * HOOKED_pt);
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), mix(HOOKED_tex(pos), there, 0.5));
}
