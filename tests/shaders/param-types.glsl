// The number types, with and without bounds; `amount` is used as it is declared, in GLSL and in WHEN.
//!PARAM amount
//!DESC How much
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.5

//!PARAM count
//!TYPE int
-3

//!PARAM size
//!TYPE uint
//!MAXIMUM 9
4

//!HOOK MAIN
//!BIND HOOKED
//!WHEN amount 0 >
vec4 hook() { return HOOKED_tex(HOOKED_pos) * amount + vec4(float(count) + float(size)) / 255.0; }
