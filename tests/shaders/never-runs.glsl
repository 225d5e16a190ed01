// Passes that can never run: no HOOK, a point that does not exist, no function.
//!DESC without a hook
//!BIND HOOKED
vec4 hook() { return vec4(0.0); }

//!HOOK LUMMA
//!BIND HOOKED
vec4 hook() { return vec4(0.0); }

//!HOOK MAIN
//!BIND HOOKED
