// A pass whose BIND exists nowhere: left out by the plan, with the reason; the other pass runs.
//!HOOK MAIN
//!DESC wants a texture that nobody makes
//!BIND HOOKED
//!BIND NOWHERE
vec4 hook() { return NOWHERE_tex(NOWHERE_pos); }

//!HOOK MAIN
//!DESC red only
//!BIND HOOKED
vec4 hook() { return HOOKED_tex(HOOKED_pos) * vec4(1.0, 0.0, 0.0, 1.0); }
