// Chroma larger than luma where both had one size: it is brought to luma's, so CHROMA_SCALED fires.

//!HOOK CHROMA
//!BIND HOOKED
//!DESC chroma doubled
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
vec4 hook()
{
    return vec4((HOOKED_tex(HOOKED_pos).xy - 0.5) * 0.7 + 0.5, 0.0, 1.0);
}
