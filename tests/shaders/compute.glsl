// Compute passes, with and without a number of threads: parsed, and refused by name.
//!HOOK LUMA
//!BIND HOOKED
//!COMPUTE 32 8
void hook() {
    imageStore(out_image, ivec2(gl_GlobalInvocationID), HOOKED_tex(HOOKED_map(gl_GlobalInvocationID)));
}

//!HOOK LUMA
//!BIND HOOKED
//!COMPUTE 32 32 16 8
void hook() {
    imageStore(out_image, ivec2(gl_GlobalInvocationID), vec4(0.0));
}
