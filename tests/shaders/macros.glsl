// What players define beside NAME_…: mpv's LUT_POS, tex1D and tex3D.
//!TEXTURE CUBE_OF_TWO
//!SIZE 2 2 2
//!FORMAT r8
//!FILTER LINEAR
0010205060708090

//!HOOK MAIN
//!BIND HOOKED
//!BIND CUBE_OF_TWO
//!DESC macros
vec4 hook() {
    vec4 c = HOOKED_tex(HOOKED_pos);
    return vec4(c.rgb * 0.5 + tex3D(CUBE_OF_TWO, vec3(LUT_POS(c.r, 2.0), LUT_POS(c.g, 2.0), 0.5)).x, 1.0);
}
