// Chroma at luma's size, where it had another. (mpv leaves it at its own if --cscale is bilinear.)

//!HOOK CHROMA_SCALED
//!BIND HOOKED
//!BIND LUMA
//!DESC chroma scaled
//!WHEN HOOKED.w LUMA.w =
vec4 hook()
{
    vec2 c = HOOKED_tex(HOOKED_pos).xy - 0.5;
    return vec4(c * (1.5 - LUMA_tex(LUMA_pos).x) + 0.5, 0.0, 1.0);
}
