// The globals that are the same in every player: sizes of the picture and of the target, and an offset of none.
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    vec2 ratio = input_size / target_size;
    vec2 moved = tex_offset + input_size - HOOKED_size;
    return vec4(HOOKED_texOff(moved).rgb * ratio.x + ratio.y * 0.25, 1.0);
}
