// DEFINE (used in #if), CONSTANT (an array's size) and DYNAMIC. A fraction for a DEFINE is cut, as libplacebo does.
//!PARAM TAPS
//!TYPE DEFINE
//!MINIMUM 0
//!MAXIMUM 3
2

//!PARAM CUT
//!TYPE DEFINE
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.25

//!PARAM length_of
//!TYPE CONSTANT int
//!MINIMUM 1
3

//!PARAM light
//!TYPE DYNAMIC float
0.5

//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    float w[length_of];
    w[0] = light;
#if TAPS > 1
    w[0] *= 2.0;
#endif
    return HOOKED_tex(HOOKED_pos) * w[0];
}
