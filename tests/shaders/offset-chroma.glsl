// A shift of chroma is taken out when chroma is brought to luma.
//!HOOK CHROMA
//!BIND HOOKED
//!DESC chroma aside
//!OFFSET 1.0 -0.5
vec4 hook() { return HOOKED_texOff(vec2(-1.0, 0.5)); }
