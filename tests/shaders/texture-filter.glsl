// FILTER and BORDER, each with each, looked up far outside: the same four texels, four times.
//!TEXTURE FILTER_LC
//!SIZE 2 2
//!FORMAT rgba8
//!FILTER LINEAR
//!BORDER CLAMP
ff0000ff00ff00ff0000ffffffffffff

//!TEXTURE FILTER_LR
//!SIZE 2 2
//!FORMAT rgba8
//!FILTER LINEAR
//!BORDER REPEAT
ff0000ff00ff00ff0000ffffffffffff

//!TEXTURE FILTER_NC
//!SIZE 2 2
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
ff0000ff00ff00ff0000ffffffffffff

//!TEXTURE FILTER_NR
//!SIZE 2 2
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER REPEAT
ff0000ff00ff00ff0000ffffffffffff

//!HOOK MAIN
//!BIND HOOKED
//!BIND FILTER_LC
//!BIND FILTER_LR
//!BIND FILTER_NC
//!BIND FILTER_NR
vec4 hook() {
    vec2 at = HOOKED_pos * 4.0 - 1.503;
    vec4 sum = texture(FILTER_LC, at) * vec4(1.0, 0.5, 0.25, 1.0) + texture(FILTER_LR, at) * vec4(0.25, 1.0, 0.5, 1.0);
    sum += texture(FILTER_NC, at) * vec4(0.5, 0.25, 1.0, 1.0) + texture(FILTER_NR, at) * vec4(1.0, 1.0, 0.25, 1.0);
    return vec4(mix(HOOKED_tex(HOOKED_pos).rgb, sum.rgb * 0.25, 0.75), 1.0);
}
