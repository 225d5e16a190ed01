// Every global that a hook may read, and the whole family of a bound name.
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    vec2 shift = HOOKED_off + tex_offset + (target_size - input_size) * HOOKED_pt;
    vec4 color = HOOKED_mul * textureLod(HOOKED_raw, HOOKED_pos + HOOKED_rot * shift / HOOKED_size, 0.0);
    return color + vec4((random - 0.5) / 255.0) + vec4(float(frame) * 0.0);
}
