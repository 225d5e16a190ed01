// Each operator, so that both passes run only if all of them count right.
//!HOOK MAIN
//!BIND HOOKED
//!DESC plus, minus, times, over
//!WHEN HOOKED.w 4 + 8 - 2 * HOOKED.w 2 * 8 - = 9 3 / 3 = *
vec4 hook() { return HOOKED_tex(HOOKED_pos).gbra; }

//!HOOK MAIN
//!BIND HOOKED
//!DESC remainder, more, less, not
//!WHEN 17 5 % 2 == HOOKED.w HOOKED.h > * HOOKED.w HOOKED.h < ! *
vec4 hook() { return HOOKED_tex(HOOKED_pos) * 0.75; }
