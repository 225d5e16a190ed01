// SAVE onto a name that the pass binds: the version before is read, a new one is written.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE MASK
//!COMPONENTS 1
vec4 hook() { return vec4(HOOKED_tex(HOOKED_pos).g, 0.0, 0.0, 0.0); }

//!HOOK MAIN
//!BIND HOOKED
//!BIND MASK
//!SAVE MASK
//!COMPONENTS 1
vec4 hook() { return vec4(max(MASK_tex(MASK_pos).x, MASK_texOff(vec2(1.0, 0.0)).x), 0.0, 0.0, 0.0); }

//!HOOK MAIN
//!BIND HOOKED
//!BIND MASK
vec4 hook() { return HOOKED_tex(HOOKED_pos) * MASK_tex(MASK_pos).x; }
