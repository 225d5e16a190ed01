// Storage images with data, one of them of whole numbers, in space too: read and written by a compute pass.
//!TEXTURE PALETTE
//!SIZE 2 2
//!FORMAT rgba8
//!STORAGE
ff0000ff 00ff00ff
0000ffff ffffffff

//!TEXTURE TURNS
//!SIZE 2 2 2
//!FORMAT r32ui
//!STORAGE
01000000 02000000 03000000 04000000 05000000 06000000 07000000 08000000

//!HOOK MAIN
//!BIND HOOKED
//!BIND PALETTE
//!BIND TURNS
//!COMPUTE 8 8
//!DESC count up
void hook() {
    ivec2 at = ivec2(gl_GlobalInvocationID.xy);
    vec4 light = imageLoad(PALETTE, at % 2);
    uint turns = imageLoad(TURNS, ivec3(at % 2, (at.x / 2) % 2)).x;
    imageStore(out_image, at, vec4(light.rgb * float(turns) / 16.0, 1.0));
    if (at.x < 4 && at.y < 2)
        imageStore(TURNS, ivec3(at % 2, at.x / 2), uvec4(turns + 8u));
}
