// COMPONENTS 2 and 4 of a saved texture: what it does not hold is nobody's business.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE COMPONENTS_TWO
//!COMPONENTS 2
vec4 hook() { return vec4(HOOKED_tex(HOOKED_pos).rg - 2.0, 0.0, 0.0); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE COMPONENTS_FOUR
//!COMPONENTS 4
vec4 hook() { vec4 c = HOOKED_tex(HOOKED_pos); return vec4(c.bgr, c.r * 4.0); }

//!HOOK MAIN
//!BIND HOOKED
//!BIND COMPONENTS_TWO
//!BIND COMPONENTS_FOUR
vec4 hook() {
    vec4 four = COMPONENTS_FOUR_tex(COMPONENTS_FOUR_pos);
    return vec4(COMPONENTS_TWO_tex(COMPONENTS_TWO_pos).rg + 2.0, four.a * 0.25, 1.0);
}
