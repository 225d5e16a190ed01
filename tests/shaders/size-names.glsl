// Whose sizes an expression may ask for: the hooked, the picture's, the target's, a saved one's.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE NARROW
//!DESC narrow
//!WIDTH NATIVE_CROPPED.w 2 /
//!HEIGHT OUTPUT.h 3 /
vec4 hook() { return HOOKED_tex(HOOKED_pos); }

//!HOOK MAIN
//!BIND HOOKED
//!BIND NARROW
//!DESC both
//!WHEN NATIVE_CROPPED.w NARROW.w 2 * =
//!WIDTH NARROW.w 3 *
//!HEIGHT OUTPUT.h NARROW.h -
vec4 hook() { return mix(HOOKED_tex(HOOKED_pos), NARROW_tex(NARROW_pos), 0.5); }
