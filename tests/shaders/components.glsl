// COMPONENTS 3 is no renderable format everywhere; 1 saves memory. The index of v is a variable.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE COMPONENTS_MAX
//!COMPONENTS 1
vec4 hook() {
    vec4 v = HOOKED_tex(HOOKED_pos);
    float most = 0.0;
    for (int i = 0; i < 3; i++)
        most = max(most, v[i]);
    return vec4(most, 0.0, 0.0, 0.0);
}

//!HOOK MAIN
//!BIND HOOKED
//!BIND COMPONENTS_MAX
//!COMPONENTS 3
vec4 hook() { return vec4(HOOKED_tex(HOOKED_pos).rgb - COMPONENTS_MAX_tex(COMPONENTS_MAX_pos).xxx, 1.0); }
