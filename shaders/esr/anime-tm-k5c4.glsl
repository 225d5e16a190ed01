//@ title     eSR-TM, 2x, fast, for drawings
//@ source    own; eSR-TM 2x K5 C4 normalised, 800 weights, from area; after Navarrete Michelini et al., arXiv 2108.10335
//@ license   MIT; learned from openclipart, public domain; Ren'Py demo, Expat; scenes drawn over KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 628 pictures (54352 patches), 2500 steps, seed 1.
// On 32 pictures held back: 38.68 dB, bicubic 34.45, Lanczos 34.88.

//!PARAM strength
//!DESC how far the network goes from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE anime_tm_k5c4_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC anime_tm_k5c4: network
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
    vec4 ee_k0k1k2k3 = vec4(24.692184, 89.565399, -57.475208, 1.5187078) * ee00;
    vec4 eo_k0k1k2k3 = vec4(-6.5657887, -3.3610239, -19.28464, -0.69306898) * eo01;
    vec4 oe_k0k1k2k3 = vec4(-11.22748, 4.2500157, 24.189716, 1.1796825) * oe10;
    vec4 oo_k0k1k2k3 = vec4(-2.9281448, -23.100119, -12.5065, 0.3926042) * oo11;
    ee_k0k1k2k3 += vec4(-2.4610143, -18.425591, 12.443582, -3.1403177) * ee01;
    eo_k0k1k2k3 += vec4(0.2505679, -0.77371724, -3.9370593, 0.64118245) * eo02;
    oe_k0k1k2k3 += vec4(1.1108392, 7.4329686, 1.362258, -1.0958899) * oe11;
    oo_k0k1k2k3 += vec4(0.38438621, 4.3422412, 2.3293417, 0.053599098) * oo12;
    ee_k0k1k2k3 += vec4(-0.28036066, 0.27469616, -4.7413303, -0.48279426) * ee02;
    eo_k0k1k2k3 += vec4(-0.22771195, 6.2904162, -1.2354555, 0.11198089) * eo11;
    oe_k0k1k2k3 += vec4(-0.16704984, 3.4442018, -2.9052652, 0.68083169) * oe12;
    oo_k0k1k2k3 += vec4(0.71312978, -1.6281196, -1.0812687, -0.099272043) * oo21;
    ee_k0k1k2k3 += vec4(-5.9199755, -6.207787, 16.83844, -1.1969056) * ee10;
    eo_k0k1k2k3 += vec4(0.079705518, 2.1090428, 3.0936811, -0.56855538) * eo12;
    oe_k0k1k2k3 += vec4(0.56207685, 1.2086794, -0.07664144, 0.10408679) * oe20;
    oo_k0k1k2k3 += vec4(-0.25402042, 0.40793012, 0.48473704, -0.18876679) * oo22;
    ee_k0k1k2k3 += vec4(-2.3322731, -8.76864, 2.2761269, 1.5543304) * ee11;
    eo_k0k1k2k3 += vec4(-0.27284718, -4.1537538, 1.407022, 0.0022319853) * eo21;
    oe_k0k1k2k3 += vec4(0.14555221, -1.5867621, -0.24418687, -0.30991712) * oe21;
    ee_k0k1k2k3 += vec4(0.38840801, -1.7683276, 0.20754993, -1.2468695) * ee12;
    eo_k0k1k2k3 += vec4(-0.056738466, 2.0874603, -0.13893425, 0.0035418719) * eo22;
    oe_k0k1k2k3 += vec4(-0.34433757, 0.97482775, 0.70562696, 0.38482715) * oe22;
    ee_k0k1k2k3 += vec4(0.81415243, -4.1663315, -3.9714948, -0.88954571) * ee20;
    ee_k0k1k2k3 += vec4(-0.23446015, 2.0619454, 0.49734575, -1.5485997) * ee21;
    ee_k0k1k2k3 += vec4(-0.063884392, 0.29093768, 1.1119125, -1.4150461) * ee22;
    vec4 a_k0k1k2k3 = ee_k0k1k2k3 + oe_k0k1k2k3, b_k0k1k2k3 = eo_k0k1k2k3 + oo_k0k1k2k3;
    vec4 c_k0k1k2k3 = ee_k0k1k2k3 - oe_k0k1k2k3, d_k0k1k2k3 = eo_k0k1k2k3 - oo_k0k1k2k3;
    vec4 e_k0k1k2k3 = a_k0k1k2k3 + b_k0k1k2k3, f_k0k1k2k3 = a_k0k1k2k3 - b_k0k1k2k3;
    vec4 g_k0k1k2k3 = c_k0k1k2k3 + d_k0k1k2k3, h_k0k1k2k3 = c_k0k1k2k3 - d_k0k1k2k3;
    vec4 k0 = vec4(e_k0k1k2k3.x, f_k0k1k2k3.x, g_k0k1k2k3.x, h_k0k1k2k3.x);
    vec4 k1 = vec4(e_k0k1k2k3.y, f_k0k1k2k3.y, g_k0k1k2k3.y, h_k0k1k2k3.y);
    vec4 k2 = vec4(e_k0k1k2k3.z, f_k0k1k2k3.z, g_k0k1k2k3.z, h_k0k1k2k3.z);
    vec4 k3 = vec4(e_k0k1k2k3.w, f_k0k1k2k3.w, g_k0k1k2k3.w, h_k0k1k2k3.w);
    vec4 e, v = vec4(0.0), total = vec4(0.0);
    vec4 ee_v0v1v2v3 = vec4(-3.4080801, 1.7166722, 1.8361374, 1.0123367) * ee00;
    vec4 eo_v0v1v2v3 = vec4(-0.96234123, -0.36727369, 0.14801288, -0.14821842) * eo01;
    vec4 oe_v0v1v2v3 = vec4(-0.36640128, -0.58565775, 0.025778204, -0.070724456) * oe10;
    vec4 oo_v0v1v2v3 = vec4(0.041775752, 0.057331283, -0.0074699614, 0.02887854) * oo11;
    ee_v0v1v2v3 += vec4(1.2998472, 0.018558621, -0.5474605, 0.0027684122) * ee01;
    eo_v0v1v2v3 += vec4(0.083395299, 0.058688464, 0.023800317, 0.011204151) * eo02;
    oe_v0v1v2v3 += vec4(0.013725798, 0.16633857, -0.24965968, -0.038231402) * oe11;
    oo_v0v1v2v3 += vec4(-0.019188719, 0.00021844357, 0.082186276, -0.012208766) * oo12;
    ee_v0v1v2v3 += vec4(-0.20656097, 0.01256351, 0.068869878, -0.0017532646) * ee02;
    eo_v0v1v2v3 += vec4(0.079016876, 0.16497621, -0.33388289, -0.0097007928) * eo11;
    oe_v0v1v2v3 += vec4(-0.10847032, -0.11518821, 0.0087212045, 0.025404565) * oe12;
    oo_v0v1v2v3 += vec4(-0.028299304, 0.02885763, 0.0026324757, -0.0080307013) * oo21;
    ee_v0v1v2v3 += vec4(1.0235708, -0.2100049, -0.21056473, -0.02377964) * ee10;
    eo_v0v1v2v3 += vec4(0.12280003, -0.034038488, -0.01071603, 0.0011109754) * eo12;
    oe_v0v1v2v3 += vec4(-0.0014866889, 0.071169111, 0.0665997, 0.0060204859) * oe20;
    oo_v0v1v2v3 += vec4(0.060030675, -0.02608179, -0.04286714, 0.0071898958) * oo22;
    ee_v0v1v2v3 += vec4(0.12566416, -0.12478426, 0.12746807, 0.0093495147) * ee11;
    eo_v0v1v2v3 += vec4(-0.076102162, -0.055922582, 0.013218731, 0.01020507) * eo21;
    oe_v0v1v2v3 += vec4(0.083978129, 0.027274486, -0.042249454, 0.00029786039) * oe21;
    ee_v0v1v2v3 += vec4(-0.015179249, 0.0092702508, 0.0092727449, -0.0013032381) * ee12;
    eo_v0v1v2v3 += vec4(-0.067054184, 0.023664692, 0.056094286, -0.0054477796) * eo22;
    oe_v0v1v2v3 += vec4(-0.023736646, 0.0062641149, 0.067922781, -0.0077667019) * oe22;
    ee_v0v1v2v3 += vec4(-0.26436043, 0.046506171, 0.078019944, 0.0047458741) * ee20;
    ee_v0v1v2v3 += vec4(-0.0013275095, 0.01203552, -0.025990167, -0.0036285299) * ee21;
    ee_v0v1v2v3 += vec4(0.058964329, -0.0071761979, -0.013657621, 0.0014815896) * ee22;
    vec4 a_v0v1v2v3 = ee_v0v1v2v3 + oe_v0v1v2v3, b_v0v1v2v3 = eo_v0v1v2v3 + oo_v0v1v2v3;
    vec4 c_v0v1v2v3 = ee_v0v1v2v3 - oe_v0v1v2v3, d_v0v1v2v3 = eo_v0v1v2v3 - oo_v0v1v2v3;
    vec4 e_v0v1v2v3 = a_v0v1v2v3 + b_v0v1v2v3, f_v0v1v2v3 = a_v0v1v2v3 - b_v0v1v2v3;
    vec4 g_v0v1v2v3 = c_v0v1v2v3 + d_v0v1v2v3, h_v0v1v2v3 = c_v0v1v2v3 - d_v0v1v2v3;
    vec4 v0 = vec4(e_v0v1v2v3.x, f_v0v1v2v3.x, g_v0v1v2v3.x, h_v0v1v2v3.x);
    vec4 v1 = vec4(e_v0v1v2v3.y, f_v0v1v2v3.y, g_v0v1v2v3.y, h_v0v1v2v3.y);
    vec4 v2 = vec4(e_v0v1v2v3.z, f_v0v1v2v3.z, g_v0v1v2v3.z, h_v0v1v2v3.z);
    vec4 v3 = vec4(e_v0v1v2v3.w, f_v0v1v2v3.w, g_v0v1v2v3.w, h_v0v1v2v3.w);
    e = abs(k0); v += v0 * e; total += e;
    e = abs(k1); v += v1 * e; total += e;
    e = abs(k2); v += v2 * e; total += e;
    e = abs(k3); v += v3 * e; total += e;
    v /= max(total, 1e-06);
    v = b + (v - b) * strength;
    return v;
}

//!HOOK LUMA
//!BIND anime_tm_k5c4_part0
//!WIDTH LUMA.w 2 *
//!HEIGHT LUMA.h 2 *
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC anime_tm_k5c4: sub-pixels to pixels
vec4 hook() {
    vec2 at = anime_tm_k5c4_part0_pos * anime_tm_k5c4_part0_size, low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * anime_tm_k5c4_part0_pt;
    vec4 q = anime_tm_k5c4_part0_tex(mid);
    vec2 p = sub.y > 0.5 ? q.zw : q.xy;
    return vec4(sub.x > 0.5 ? p.y : p.x, 0.0, 0.0, 1.0);
}
