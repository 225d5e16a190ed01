// libplacebo's two functions between the picture's light and linear light; mpv's vo=gpu has neither.
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    vec4 light = linearize(HOOKED_tex(HOOKED_pos));
    return delinearize(vec4(light.rgb * 0.5 + 0.01, light.a));
}
