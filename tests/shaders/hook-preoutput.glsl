// Behind SCALED and before OUTPUT, gamma light: libplacebo's last point but one. mpv's --vo=gpu has none of this name.

//!HOOK OUTPUT
//!BIND HOOKED
//!DESC after
vec4 hook()
{
    return HOOKED_tex(HOOKED_pos).gbra * 0.9;
}

//!HOOK PREOUTPUT
//!BIND HOOKED
//!DESC before
vec4 hook()
{
    vec4 c = HOOKED_tex(HOOKED_pos);
    float wave = 0.5 + 0.5 * sin(dot(HOOKED_pos, vec2(19.0, 7.0)));
    return vec4(mix(c.rgb, c.rgb * c.rgb, wave), 1.0);
}
