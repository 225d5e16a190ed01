// Only one of WIDTH and HEIGHT: the other is HOOKED's.
//!HOOK MAIN
//!BIND HOOKED
//!DESC wider
//!WIDTH HOOKED.w 1.5 *
vec4 hook() { return HOOKED_tex(HOOKED_pos); }

//!HOOK MAIN
//!BIND HOOKED
//!DESC lower
//!HEIGHT HOOKED.height 2 /
vec4 hook() { return HOOKED_tex(HOOKED_pos); }
