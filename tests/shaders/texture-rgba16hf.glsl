// FORMAT rgba16hf carries halves: the same two texels in 8 bytes each.
//!TEXTURE RGBA16HF
//!SIZE 2 1
//!FORMAT rgba16hf
//!FILTER NEAREST
003c00000000003c000000380000003c

//!HOOK MAIN
//!BIND HOOKED
//!BIND RGBA16HF
vec4 hook() { return HOOKED_tex(HOOKED_pos) * texture(RGBA16HF, HOOKED_pos); }
