// A shift of half a pixel both ways, as a doubling pass makes: corrected at the next resize.
//!HOOK LUMA
//!BIND HOOKED
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!OFFSET -0.5 -0.5
vec4 hook() { return HOOKED_texOff(vec2(0.25)); }
