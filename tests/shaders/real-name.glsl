// HOOKED is bound under its real name too: only BIND HOOKED, yet LUMA_tex is called.
//!HOOK LUMA
//!BIND HOOKED
vec4 hook() {
    return LUMA_tex(LUMA_pos) * 0.5 + HOOKED_texOff(vec2(1.0, 0.0)) * 0.5;
}
