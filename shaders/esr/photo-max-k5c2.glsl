//@ title     eSR-MAX, 2x, fastest, for film
//@ source    own; eSR-MAX 2x K5 C2, 200 weights, from bicubic; after Navarrete Michelini et al., arXiv 2108.10335
//@ license   MIT; learned from KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 44 pictures (4995 patches), 2000 steps, seed 1.
// On 5 pictures held back: 43.53 dB, bicubic 42.69, Lanczos 43.01.

//!PARAM strength
//!DESC how far the network goes from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE photo_max_k5c2_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC photo_max_k5c2: network
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
    vec2 ee_v0v1 = vec2(1.1355711, 1.2436602) * ee00 + vec2(-0.072941624, -0.11747645) * ee01 + vec2(0.037418783, 0.047794485) * ee02 + vec2(-0.072111256, -0.11917102) * ee10 + vec2(0.010614134, 0.017239562) * ee11 + vec2(-0.0035250676, -0.010140712) * ee12 + vec2(0.037395934, 0.048564266) * ee20 + vec2(-0.0037216453, -0.01008838) * ee21 + vec2(-0.0021444412, -0.0012693075) * ee22;
    vec2 eo_v0v1 = vec2(-0.22971601, -0.3784074) * eo01 + vec2(0.072767422, 0.089334732) * eo02 + vec2(0.011107225, 0.064256392) * eo11 + vec2(-0.0079418197, -0.0054155509) * eo12 + vec2(-0.0053703177, -0.028348914) * eo21 + vec2(-0.0017942982, -0.00053778803) * eo22;
    vec2 oe_v0v1 = vec2(-0.23009651, -0.37961897) * oe10 + vec2(0.01088468, 0.060578068) * oe11 + vec2(-0.0058101979, -0.026533192) * oe12 + vec2(0.07257214, 0.090143103) * oe20 + vec2(-0.0076204094, -0.0048012479) * oe21 + vec2(-0.0015628657, -0.00088191079) * oe22;
    vec2 oo_v0v1 = vec2(0.051563885, 0.076839906) * oo11 + vec2(-0.015481784, -0.035409302) * oo12 + vec2(-0.01565235, -0.034429432) * oo21 + vec2(0.0055896072, 0.018592673) * oo22;
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
//!BIND photo_max_k5c2_part0
//!WIDTH LUMA.w 2 *
//!HEIGHT LUMA.h 2 *
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC photo_max_k5c2: sub-pixels to pixels
vec4 hook() {
    vec2 at = photo_max_k5c2_part0_pos * photo_max_k5c2_part0_size, low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * photo_max_k5c2_part0_pt;
    vec4 q = photo_max_k5c2_part0_tex(mid);
    vec2 p = sub.y > 0.5 ? q.zw : q.xy;
    return vec4(sub.x > 0.5 ? p.y : p.x, 0.0, 0.0, 1.0);
}
