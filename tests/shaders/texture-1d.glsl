// A one-dimensional texture: no public file has one; refused, and so is the pass that binds it.
//!TEXTURE LINE
//!SIZE 4
//!FORMAT r8
//!FILTER NEAREST
004080ff

//!HOOK MAIN
//!BIND HOOKED
//!BIND LINE
vec4 hook() { return texture(LINE, HOOKED_pos.x); }
