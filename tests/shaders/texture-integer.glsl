// A format of whole numbers needs another sampler: refused by name.
//!TEXTURE WHOLE
//!SIZE 2 1
//!FORMAT r8ui
//!FILTER NEAREST
0102

//!HOOK MAIN
//!BIND HOOKED
//!BIND WHOLE
vec4 hook() { return vec4(texture(WHOLE, HOOKED_pos).x); }
