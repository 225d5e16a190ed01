// Valid as a file, not as GLSL: the driver's error must come out at line 5 of this file.
//!HOOK MAIN
//!BIND HOOKED
vec4 hook() {
    return HOOKED_tex(HOOKED_pos) * undeclared_name;
}
