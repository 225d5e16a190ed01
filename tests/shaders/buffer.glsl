// A block of constants, std140: each element of an array begins a vec4, a vec3 fills three quarters of one.
//!BUFFER SET
//!VAR float by
//!VAR vec3 tint
//!VAR float steps[2]
//!VAR mat2 turn
//!VAR int power
0000003f 00000000 00000000 00000000
0000803f 0000003f 0000803e 00000000
0000803e 00000000 00000000 00000000
0000003e 00000000 00000000 00000000
0000803f 00000000 00000000 00000000
0000003f 0000003f 00000000 00000000
01000000

//!HOOK MAIN
//!BIND HOOKED
//!BIND SET
//!DESC settings
vec4 hook() {
    vec4 c = HOOKED_tex(HOOKED_pos);
    c.rgb = c.rgb * by * tint + steps[0] + steps[power];
    c.xy = turn * c.xy;
    return c;
}
