// Three components, which Vulkan's drivers mostly lack: there an export gives them a fourth.
//!TEXTURE THREE_RGB8
//!SIZE 2 1
//!FORMAT rgb8
//!FILTER NEAREST
4080bf20609f

//!TEXTURE THREE_RGB16
//!SIZE 2 1
//!FORMAT rgb16
//!FILTER NEAREST
00400080ffbf00200060ff9f

//!TEXTURE THREE_RGB16F
//!SIZE 2 1
//!FORMAT rgb16f
//!FILTER NEAREST
000080be0000003f0000a03f000020bf0000003e0000603f

//!TEXTURE THREE_RGB32F
//!SIZE 2 1
//!FORMAT rgb32f
//!FILTER NEAREST
000080be0000003f0000a03f000020bf0000003e0000603f

//!TEXTURE THREE_RGB16HF
//!SIZE 2 1
//!FORMAT rgb16hf
//!FILTER NEAREST
00b40038003d00b90030003b

//!HOOK MAIN
//!BIND HOOKED
//!BIND THREE_RGB8
//!BIND THREE_RGB16
//!BIND THREE_RGB16F
//!BIND THREE_RGB32F
//!BIND THREE_RGB16HF
//!DESC three
vec4 hook() {
    vec4 sum = vec4(0.0);
    sum += texture(THREE_RGB8, HOOKED_pos);
    sum += texture(THREE_RGB16, HOOKED_pos);
    sum += texture(THREE_RGB16F, HOOKED_pos);
    sum += texture(THREE_RGB32F, HOOKED_pos);
    sum += texture(THREE_RGB16HF, HOOKED_pos);
    return vec4(mix(HOOKED_tex(HOOKED_pos).rgb, sum.rgb * 0.2 + sum.a * 0.02, 0.5), 1.0);
}
