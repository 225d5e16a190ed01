// RGB in gamma light, before MAIN whatever the order of the file: MAIN gets what MAINPRESUB made, its size too.

//!HOOK MAIN
//!BIND HOOKED
//!BIND MAINPRESUB
//!DESC second
vec4 hook()
{
    return vec4(mix(HOOKED_tex(HOOKED_pos).rgb, MAINPRESUB_tex(MAINPRESUB_pos).gbr, 0.5), 1.0);
}

//!HOOK MAINPRESUB
//!BIND HOOKED
//!DESC first
//!WIDTH HOOKED.w 3 *
//!HEIGHT HOOKED.h 3 *
vec4 hook()
{
    vec4 c = HOOKED_tex(HOOKED_pos);
    return vec4(c.rgb * (0.6 + 0.4 * sin(HOOKED_pos.x * 31.0)), 1.0);
}
