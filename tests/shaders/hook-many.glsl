// One pass on several hook points, the description last, the same BIND twice.
//!HOOK LUMA
//!HOOK RGB
//!HOOK CHROMA
//!BIND HOOKED
//!BIND HOOKED
//!DESC invert (luma, RGB, chroma)

vec4 hook() {
    vec4 color = HOOKED_texOff(0);
    color.rgb = vec3(1.0) - color.rgb;
    return color;
}
