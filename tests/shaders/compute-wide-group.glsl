// A group of 2048 threads: more than drivers offer, refused with the number.
//!HOOK LUMA
//!BIND HOOKED
//!COMPUTE 64 32
void hook() { imageStore(out_image, ivec2(gl_GlobalInvocationID), HOOKED_tex(HOOKED_pos)); }
