// A size taken from another texture: chroma at luma's size is what LUMA.w gives, in the long spelling.
//!HOOK CHROMA
//!BIND HOOKED
//!BIND LUMA
//!WIDTH LUMA.width
//!HEIGHT LUMA.height
vec4 hook() { return HOOKED_tex(HOOKED_pos) + 0.0 * LUMA_tex(LUMA_pos).xxxx; }
