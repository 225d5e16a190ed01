// OFFSET accumulates: two passes shift by half a pixel each, and the resize takes out both.
//!HOOK MAIN
//!BIND HOOKED
//!DESC first half
//!OFFSET 0.5 0.0
vec4 hook() { return HOOKED_texOff(vec2(-0.5, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!DESC second half
//!OFFSET 0.5 -0.5
vec4 hook() { return HOOKED_texOff(vec2(-0.5, 0.5)); }
