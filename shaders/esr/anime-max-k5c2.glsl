//@ title     eSR-MAX, 2x, fastest, for drawings
//@ source    own; eSR-MAX 2x K5 C2, 200 weights, from area; after Navarrete Michelini et al., arXiv 2108.10335
//@ license   MIT; learned from openclipart, public domain; Ren'Py demo, Expat; scenes drawn over KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 628 pictures (54352 patches), 2000 steps, seed 1.
// On 32 pictures held back: 35.40 dB, bicubic 34.45, Lanczos 34.88.

//!PARAM strength
//!DESC how far the network goes from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE anime_max_k5c2_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC anime_max_k5c2: network
vec4 hook() {
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    float r0 = mix(tp0p0, tm1p0, 0.25);
    float r1 = mix(tp0m1, tm1m1, 0.25);
    float r2 = mix(tp0p1, tm1p1, 0.25);
    float r3 = mix(tp0p0, tp1p0, 0.25);
    float r4 = mix(tp0m1, tp1m1, 0.25);
    float r5 = mix(tp0p1, tp1p1, 0.25);
    vec4 b = vec4(mix(r0, r1, 0.25), mix(r0, r2, 0.25), mix(r3, r4, 0.25), mix(r3, r5, 0.25));
    float ee00 = tp0p0;
    float ee01 = tp0p1 + tp0m1;
    float ee02 = tp0p2 + tp0m2;
    float ee10 = tp1p0 + tm1p0;
    float ee11 = tp1p1 + tp1m1 + tm1p1 + tm1m1;
    float ee12 = tp1p2 + tp1m2 + tm1p2 + tm1m2;
    float ee20 = tp2p0 + tm2p0;
    float ee21 = tp2p1 + tp2m1 + tm2p1 + tm2m1;
    float ee22 = tp2p2 + tp2m2 + tm2p2 + tm2m2;
    float eo01 = tp0p1 - tp0m1;
    float eo02 = tp0p2 - tp0m2;
    float eo11 = tp1p1 - tp1m1 + tm1p1 - tm1m1;
    float eo12 = tp1p2 - tp1m2 + tm1p2 - tm1m2;
    float eo21 = tp2p1 - tp2m1 + tm2p1 - tm2m1;
    float eo22 = tp2p2 - tp2m2 + tm2p2 - tm2m2;
    float oe10 = tp1p0 - tm1p0;
    float oe11 = tp1p1 + tp1m1 - tm1p1 - tm1m1;
    float oe12 = tp1p2 + tp1m2 - tm1p2 - tm1m2;
    float oe20 = tp2p0 - tm2p0;
    float oe21 = tp2p1 + tp2m1 - tm2p1 - tm2m1;
    float oe22 = tp2p2 + tp2m2 - tm2p2 - tm2m2;
    float oo11 = tp1p1 - tp1m1 - tm1p1 + tm1m1;
    float oo12 = tp1p2 - tp1m2 - tm1p2 + tm1m2;
    float oo21 = tp2p1 - tp2m1 - tm2p1 + tm2m1;
    float oo22 = tp2p2 - tp2m2 - tm2p2 + tm2m2;
    vec2 ee_v0v1 = vec2(0.89205492, 1.0135739) * ee00 + vec2(0.064898074, -0.006803818) * ee01 + vec2(-0.015353791, -0.00025261007) * ee02 + vec2(0.063281313, -0.0067370981) * ee10 + vec2(-0.035292557, 0.0044174003) * ee11 + vec2(-0.0092252756, -0.00044956524) * ee12 + vec2(-0.016126641, -0.00014273264) * ee20 + vec2(-0.008036116, -0.00050608767) * ee21 + vec2(-0.0016831094, 3.8335013e-05) * ee22;
    vec2 eo_v0v1 = vec2(-0.38507691, -0.18028735) * eo01 + vec2(0.038123023, 0.049010815) * eo02 + vec2(0.044349073, -0.013187461) * eo11 + vec2(0.028514109, 0.0016772794) * eo12 + vec2(-0.025189793, 0.0026429202) * eo21 + vec2(0.00032967742, -0.0030791543) * eo22;
    vec2 oe_v0v1 = vec2(-0.38390554, -0.17996234) * oe10 + vec2(0.043435695, -0.013766734) * oe11 + vec2(-0.022960747, 0.0030565611) * oe12 + vec2(0.035097971, 0.048922164) * oe20 + vec2(0.030180854, 0.0021559042) * oe21 + vec2(-0.0015576737, -0.0036106205) * oe22;
    vec2 oo_v0v1 = vec2(0.049368626, 0.040034657) * oo11 + vec2(-0.0018540605, -0.009896304) * oo12 + vec2(-0.0021557341, -0.0099768369) * oo21 + vec2(-0.0073305015, 0.001996399) * oo22;
    vec2 a_v0v1 = ee_v0v1 + oe_v0v1, b_v0v1 = eo_v0v1 + oo_v0v1;
    vec2 c_v0v1 = ee_v0v1 - oe_v0v1, d_v0v1 = eo_v0v1 - oo_v0v1;
    vec2 e_v0v1 = a_v0v1 + b_v0v1, f_v0v1 = a_v0v1 - b_v0v1;
    vec2 g_v0v1 = c_v0v1 + d_v0v1, h_v0v1 = c_v0v1 - d_v0v1;
    vec4 v0 = vec4(e_v0v1.x, f_v0v1.x, g_v0v1.x, h_v0v1.x);
    vec4 v1 = vec4(e_v0v1.y, f_v0v1.y, g_v0v1.y, h_v0v1.y);
    vec4 v = v0;
    v = max(v, v1);
    v = b + (v - b) * strength;
    return v;
}

//!HOOK LUMA
//!BIND anime_max_k5c2_part0
//!WIDTH LUMA.w 2 *
//!HEIGHT LUMA.h 2 *
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC anime_max_k5c2: sub-pixels to pixels
vec4 hook() {
    vec2 at = anime_max_k5c2_part0_pos * anime_max_k5c2_part0_size, low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * anime_max_k5c2_part0_pt;
    vec4 q = anime_max_k5c2_part0_tex(mid);
    vec2 p = sub.y > 0.5 ? q.zw : q.xy;
    return vec4(sub.x > 0.5 ? p.y : p.x, 0.0, 0.0, 1.0);
}
