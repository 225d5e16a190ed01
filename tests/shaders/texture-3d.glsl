// A 3D table of 2×2×2 texels, as colour grading uses; BORDER MIRROR.
//!TEXTURE CUBE
//!SIZE 2 2 2
//!FORMAT rgba8
//!FILTER LINEAR
//!BORDER MIRROR
000000ffff0000ff00ff00ffffff00ff0000ffffff00ffff00ffffffffffffff

//!HOOK MAIN
//!BIND HOOKED
//!BIND CUBE
vec4 hook() {
    vec4 color = HOOKED_tex(HOOKED_pos);
    return vec4(texture(CUBE, color.rgb * 0.5 + 0.25).rgb, color.a);
}
