// Luma shifted by half a pixel of its doubled size: chroma has to follow it, and the resize to take it back.

//!HOOK LUMA
//!BIND HOOKED
//!DESC luma shifted
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
//!OFFSET -0.5 -0.5
vec4 hook()
{
    return HOOKED_tex(HOOKED_pos + vec2(0.5) / (2.0 * HOOKED_size));
}
