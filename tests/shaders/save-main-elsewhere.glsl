// SAVE MAIN from another hook point replaces the saved texture, not the picture on its way.
//!HOOK OUTPUT
//!BIND HOOKED
//!SAVE MAIN
//!DESC saves over MAIN
//!WIDTH HOOKED.w 2 /
vec4 hook() { return HOOKED_tex(HOOKED_pos).gbra; }

//!HOOK OUTPUT
//!BIND HOOKED
//!BIND MAIN
//!DESC reads both
//!WHEN MAIN.w HOOKED.w <
vec4 hook() { return 0.75 * HOOKED_tex(HOOKED_pos) + 0.25 * MAIN_tex(MAIN_pos); }
