// All 16 samplers that OpenGL guarantees, in one pass: 15 saved textures and the picture.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE T1
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(1.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T2
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(2.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T3
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(3.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T4
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(4.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T5
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(5.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T6
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(6.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T7
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(7.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T8
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(8.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T9
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(9.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T10
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(10.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T11
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(11.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T12
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(12.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T13
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(13.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T14
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(14.0, 0.0)); }

//!HOOK MAIN
//!BIND HOOKED
//!SAVE T15
//!COMPONENTS 1
vec4 hook() { return HOOKED_texOff(vec2(15.0, 0.0)); }

//!HOOK MAIN
//!DESC mean of 15
//!BIND HOOKED
//!BIND T1
//!BIND T2
//!BIND T3
//!BIND T4
//!BIND T5
//!BIND T6
//!BIND T7
//!BIND T8
//!BIND T9
//!BIND T10
//!BIND T11
//!BIND T12
//!BIND T13
//!BIND T14
//!BIND T15
vec4 hook() {
    float sum = 0.0;
    sum += T1_tex(T1_pos).x;
    sum += T2_tex(T2_pos).x;
    sum += T3_tex(T3_pos).x;
    sum += T4_tex(T4_pos).x;
    sum += T5_tex(T5_pos).x;
    sum += T6_tex(T6_pos).x;
    sum += T7_tex(T7_pos).x;
    sum += T8_tex(T8_pos).x;
    sum += T9_tex(T9_pos).x;
    sum += T10_tex(T10_pos).x;
    sum += T11_tex(T11_pos).x;
    sum += T12_tex(T12_pos).x;
    sum += T13_tex(T13_pos).x;
    sum += T14_tex(T14_pos).x;
    sum += T15_tex(T15_pos).x;
    return vec4(vec3(sum / 15.0), HOOKED_tex(HOOKED_pos).a);
}
