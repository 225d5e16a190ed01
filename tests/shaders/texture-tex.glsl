// libplacebo gives a file's texture NAME_tex too; mpv's vo=gpu does not, so an export brings it along.
//!TEXTURE TEX_RAMP
//!SIZE 4 1
//!FORMAT r8
//!FILTER LINEAR
004080ff

//!HOOK MAIN
//!BIND HOOKED
//!BIND TEX_RAMP
vec4 hook() { return HOOKED_tex(HOOKED_pos) * TEX_RAMP_tex(vec2(HOOKED_pos.x, 0.5)).x; }
