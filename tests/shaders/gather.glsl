// NAME_gather only where the driver has it, tested with #ifdef.
//!HOOK LUMA
//!BIND HOOKED
vec4 hook() {
#ifdef HOOKED_gather
    vec4 near = HOOKED_gather(HOOKED_pos + 0.25 * HOOKED_pt, 0);
#else
    vec4 near = vec4(HOOKED_tex(HOOKED_pos).x);
#endif
    return vec4(min(min(near.x, near.y), min(near.z, near.w)), 0.0, 0.0, 1.0);
}
