// OFFSET says nothing where the pass does not overwrite what it hooks.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE OFFSET_ASIDE
//!DESC aside
//!OFFSET 4.0 4.0
vec4 hook() { return HOOKED_tex(HOOKED_pos).brga; }

//!HOOK MAIN
//!BIND HOOKED
//!BIND OFFSET_ASIDE
//!DESC back
vec4 hook() { return 0.5 * (HOOKED_tex(HOOKED_pos) + OFFSET_ASIDE_tex(OFFSET_ASIDE_pos)); }
