// A storage image, large and without data: 0 at first, then what the frame before left there. A quarter of the way.
//!TEXTURE HISTORY
//!SIZE 3840 3840
//!FORMAT r32f
//!STORAGE

//!HOOK LUMA
//!BIND HOOKED
//!BIND HISTORY
//!DESC fade in
vec4 hook() {
    ivec2 at = ivec2(HOOKED_pos * HOOKED_size);
    float before = imageLoad(HISTORY, at).x;
    float now = mix(before, HOOKED_tex(HOOKED_pos).x, 0.25);
    imageStore(HISTORY, at, vec4(now));
    return vec4(now);
}
