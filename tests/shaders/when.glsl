// WHEN in each form: a ratio, '==', a parameter, an enum's name, and one that is never true.
//!PARAM strength
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 1
0.5

//!PARAM mode
//!TYPE ENUM int
WHEN_SOFT
WHEN_HARD

//!HOOK MAIN
//!DESC only when enlarging
//!BIND HOOKED
//!WHEN OUTPUT.w HOOKED.w / 1.2 >
vec4 hook() { return HOOKED_tex(HOOKED_pos); }

//!HOOK MAIN
//!DESC parameter and enum
//!BIND HOOKED
//!WHEN strength 0 > mode WHEN_HARD == ! *
vec4 hook() { return HOOKED_tex(HOOKED_pos) * strength; }

//!HOOK MAIN
//!DESC never
//!BIND HOOKED
//!WHEN 0
vec4 hook() { return vec4(0.0); }
