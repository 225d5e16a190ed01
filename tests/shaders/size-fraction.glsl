// A size that is not whole is rounded, half up, and the picture fills what it comes to.
//!HOOK MAIN
//!BIND HOOKED
//!DESC a fraction is rounded
//!WIDTH HOOKED.w 1.0013 *
//!HEIGHT HOOKED.h 0.5 + 2 /
vec4 hook() { return HOOKED_tex(HOOKED_pos); }
