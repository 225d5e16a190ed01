// 33 tokens: more than mpv's own renderer takes, within libplacebo's 64. Twice as wide, whatever the sum.
//!HOOK MAIN
//!BIND HOOKED
//!WIDTH HOOKED.w 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 1 + 1 - 2 * 7 7 % +
vec4 hook() { return HOOKED_tex(HOOKED_pos); }
