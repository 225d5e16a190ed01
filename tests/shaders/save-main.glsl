// SAVE MAIN replaces MAIN and changes its size for everything after it.
//!DESC twice the size
//!HOOK MAIN
//!BIND HOOKED
//!SAVE MAIN
//!WIDTH MAIN.w 2 *
//!HEIGHT MAIN.h 2 *
vec4 hook() { return HOOKED_tex(HOOKED_pos); }

//!DESC sees the new size
//!HOOK MAIN
//!BIND MAIN
//!WHEN MAIN.w OUTPUT.w =
vec4 hook() { return MAIN_texOff(vec2(0.5, 0.0)); }
