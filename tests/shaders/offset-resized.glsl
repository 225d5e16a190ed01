// OFFSET is in the pass's own pixels and grows with every resize that follows: half a pixel of MAIN, a whole one after.
//!HOOK MAIN
//!BIND HOOKED
//!DESC half a pixel
//!OFFSET -0.5 0.5
vec4 hook() { return HOOKED_texOff(vec2(0.5, -0.5)); }

//!HOOK MAIN
//!BIND HOOKED
//!DESC twice the size
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
vec4 hook() { return HOOKED_tex(HOOKED_pos); }
