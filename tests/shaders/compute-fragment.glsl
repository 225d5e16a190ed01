// Compute and fragment passes in turn: what one wrote the next one reads.
//!HOOK LUMA
//!BIND HOOKED
//!SAVE COMPUTE_EDGE
//!COMPUTE 16 8
//!DESC edge
void hook() {
    vec2 pos = HOOKED_pos;
    float dx = HOOKED_texOff(vec2(1.0, 0.0)).x - HOOKED_tex(pos).x;
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), vec4(abs(dx), 0.0, 0.0, 1.0));
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND COMPUTE_EDGE
//!DESC darker
vec4 hook() { return LUMA_tex(LUMA_pos) * (1.0 - COMPUTE_EDGE_tex(COMPUTE_EDGE_pos).x); }

//!HOOK LUMA
//!BIND LUMA
//!BIND COMPUTE_EDGE
//!COMPUTE 8 8
//!DESC lighter
void hook() {
    float edge = COMPUTE_EDGE_tex(COMPUTE_EDGE_map(gl_GlobalInvocationID)).x;
    imageStore(out_image, ivec2(gl_GlobalInvocationID.xy), LUMA_tex(LUMA_pos) + 0.25 * edge);
}
