// SAVE HOOKED means what a pass without SAVE does: overwrite the texture that it hooks.
//!HOOK LUMA
//!BIND HOOKED
//!SAVE HOOKED
vec4 hook() { return HOOKED_tex(HOOKED_pos) * 0.9; }
