// The whole family of a name where each member counts: of the hooked texture, of one of another size, of none but sizes.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE HELPERS_HALF
//!WIDTH HOOKED.w 2 /
//!HEIGHT HOOKED.h 2 /
vec4 hook() {
    vec2 at = HOOKED_pos + HOOKED_rot * vec2(0.5) / HOOKED_size + HOOKED_off * HOOKED_pt;
    return HOOKED_mul * texture(HOOKED_raw, at);
}

//!HOOK MAIN
//!BIND HOOKED
//!BIND HELPERS_HALF
//!DESC all helpers
vec4 hook() {
    vec4 near = 0.5 * MAIN_tex(MAIN_pos) + 0.5 * HOOKED_texOff(vec2(0.0, 1.0));
    vec4 far = HELPERS_HALF_texOff(vec2(1.0, 0.0)) + HELPERS_HALF_tex(HELPERS_HALF_pos + HELPERS_HALF_pt);
    far -= HELPERS_HALF_mul * textureLod(HELPERS_HALF_raw, HELPERS_HALF_pos + 1.0 / HELPERS_HALF_size, 0.0);
    return 0.75 * near + 0.25 * (HELPERS_HALF_rot * vec2(1.0)).x * far;
}
