// Luma twice as large sets the size of the picture; chroma is brought there, by its siting.

//!HOOK LUMA
//!BIND HOOKED
//!DESC luma doubled
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
vec4 hook()
{
    return HOOKED_tex(HOOKED_pos) * 0.95;
}
