// Halves in the file too, one, two and four components; vo=gpu gets them as the floats that they are.
//!TEXTURE HALVES_R16HF
//!SIZE 2 1
//!FORMAT r16hf
//!FILTER NEAREST
00b400b9

//!TEXTURE HALVES_RG16HF
//!SIZE 2 1
//!FORMAT rg16hf
//!FILTER NEAREST
00b4003800b90030

//!TEXTURE HALVES_RGBA16HF
//!SIZE 2 1
//!FORMAT rgba16hf
//!FILTER NEAREST
00b40038003d004000b90030003b803e

//!HOOK MAIN
//!BIND HOOKED
//!BIND HALVES_R16HF
//!BIND HALVES_RG16HF
//!BIND HALVES_RGBA16HF
//!DESC 16hf
vec4 hook() {
    vec4 sum = vec4(0.0);
    sum += vec4(texture(HALVES_R16HF, HOOKED_pos).x, 0.0, 0.0, 0.0);
    sum += vec4(texture(HALVES_RG16HF, HOOKED_pos).xy, 0.0, 0.0);
    sum += texture(HALVES_RGBA16HF, HOOKED_pos).xyzw;
    return vec4(mix(HOOKED_tex(HOOKED_pos).rgb, sum.rgb * 0.25 + sum.a * 0.05, 0.5), 1.0);
}
