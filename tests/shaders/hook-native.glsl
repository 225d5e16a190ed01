// Y'CbCr of the source's range before it is converted, chroma at luma's size; resizable. Chroma is turned a little.

//!HOOK NATIVE
//!BIND HOOKED
//!DESC native
//!WIDTH HOOKED.w 2 *
//!HEIGHT HOOKED.h 2 *
vec4 hook()
{
    vec4 c = HOOKED_tex(HOOKED_pos);
    vec2 chroma = c.yz - 0.5;
    return vec4(c.x * 0.9 + 0.05, chroma.y * 0.5 + 0.5, 0.5 - chroma.x * 0.5, 1.0);
}
