// Whose sizes an expression may ask for: the hooked, the picture's, the target's, a saved one's.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE SIZE_NARROW
//!DESC narrow
//!WIDTH NATIVE_CROPPED.w 2 /
//!HEIGHT OUTPUT.h 3 /
vec4 hook() { return HOOKED_tex(HOOKED_pos); }

//!HOOK MAIN
//!BIND HOOKED
//!BIND SIZE_NARROW
//!DESC both
//!WHEN NATIVE_CROPPED.w SIZE_NARROW.w 2 * =
//!WIDTH SIZE_NARROW.w 3 *
//!HEIGHT OUTPUT.h SIZE_NARROW.h -
vec4 hook() { return mix(HOOKED_tex(HOOKED_pos), SIZE_NARROW_tex(SIZE_NARROW_pos), 0.5); }
