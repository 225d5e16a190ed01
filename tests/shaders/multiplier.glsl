// NAME_mul: a 10-bit plane in a 16-bit texture reads 64 times too small without it; NAME_tex has it in.
//!HOOK LUMA
//!BIND HOOKED
//!DESC darker by its own
vec4 hook() { return 0.5 * HOOKED_tex(HOOKED_pos) + 0.25 * HOOKED_mul * texture(HOOKED_raw, HOOKED_pos); }

//!HOOK CHROMA
//!BIND HOOKED
vec4 hook() { return HOOKED_mul * texture(HOOKED_raw, HOOKED_pos) * vec4(1.0, 0.75, 1.0, 1.0) + vec4(0.0, 0.125, 0.0, 0.0); }
