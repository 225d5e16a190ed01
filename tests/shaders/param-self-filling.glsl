// Parameters that the player fills in: the time and chroma's offset.
//!PARAM PTS
//!TYPE DYNAMIC float
0.0

//!PARAM chroma_offset_x
//!TYPE float
0.0

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return HOOKED_texOff(vec2(chroma_offset_x, 0.0)) * fract(PTS); }
