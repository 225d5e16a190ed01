// A format of whole numbers is sampled by a usampler2D, always the nearest one.
//!TEXTURE WHOLE
//!SIZE 2 1
//!FORMAT r8ui
//!FILTER NEAREST
4080

//!HOOK MAIN
//!BIND HOOKED
//!BIND WHOLE
//!DESC whole numbers
vec4 hook() {
    uvec4 v = texture(WHOLE, HOOKED_pos);
    return vec4(HOOKED_tex(HOOKED_pos).rgb * 0.5 + float(v.x) / 255.0, 1.0);
}
