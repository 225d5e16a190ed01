// Behind the resize: linear light, out of sigmoid light too; gamma light where it was resized in that.

//!HOOK SCALED
//!BIND HOOKED
//!DESC scaled
//!WHEN OUTPUT.w HOOKED.w = OUTPUT.h HOOKED.h = *
vec4 hook()
{
    // Squared where the wave is high: tells light from signal, and where the picture lies.
    vec4 c = HOOKED_tex(HOOKED_pos);
    float wave = 0.5 + 0.5 * sin(dot(HOOKED_pos, vec2(19.0, 7.0)));
    return vec4(mix(c.rgb, c.rgb * c.rgb, wave), 1.0);
}
