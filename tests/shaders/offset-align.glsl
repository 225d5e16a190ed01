// OFFSET ALIGN: the pass undoes what offset chroma has against luma.
//!HOOK CHROMA
//!BIND CHROMA
//!BIND LUMA
//!WIDTH LUMA.w
//!HEIGHT LUMA.h
//!OFFSET ALIGN
vec4 hook() { return CHROMA_texOff(0) + 0.0 * LUMA_texOff(0); }
