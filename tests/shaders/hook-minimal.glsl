// The smallest pass: one hook point, its own texture.
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    return HOOKED_tex(HOOKED_pos);
}
