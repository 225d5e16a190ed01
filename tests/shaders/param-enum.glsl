// Enums: the names become defines for the whole file, the first is the default; int and DEFINE; odd white space.
//!PARAM curve
//!DESC Shape of the curve
//!TYPE ENUM int
//!MINIMUM 7
CURVE_LINEAR

  CURVE_SMOOTH
CURVE_STEP

//!PARAM variant
//!TYPE ENUM DEFINE
VARIANT_A
VARIANT_B
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    vec4 color = HOOKED_tex(HOOKED_pos);
#if variant == VARIANT_B
    color = color.bgra;
#endif
    return curve == CURVE_SMOOTH ? color * color * (3.0 - 2.0 * color) : color;
}
