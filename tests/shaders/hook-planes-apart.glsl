// Luma and chroma by factors of their own, chroma's bound to what luma has become.

//!HOOK LUMA
//!BIND HOOKED
//!DESC luma by 3
//!WIDTH HOOKED.w 3 *
//!HEIGHT HOOKED.h 3 *
vec4 hook()
{
    return HOOKED_tex(HOOKED_pos);
}

//!HOOK CHROMA
//!BIND HOOKED
//!BIND LUMA
//!DESC chroma by 2
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
vec4 hook()
{
    vec2 c = HOOKED_tex(HOOKED_pos).xy - 0.5;
    return vec4(c * (1.4 - LUMA_tex(LUMA_pos).x) + 0.5, 0.0, 1.0);
}
