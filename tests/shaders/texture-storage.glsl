// A storage image, large and without data: parsed without its 56 MB, and refused.
//!TEXTURE HISTORY
//!SIZE 3840 3840
//!FORMAT r32f
//!STORAGE

//!HOOK MAIN
//!BIND HOOKED
//!BIND HISTORY
vec4 hook() { return imageLoad(HISTORY, ivec2(0)); }
