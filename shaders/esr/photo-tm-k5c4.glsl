//@ title     eSR-TM, 2x, fast, for film
//@ source    own; eSR-TM 2x K5 C4 normalised, 800 weights, from bicubic; after Navarrete Michelini et al., arXiv 2108.10335
//@ license   MIT; learned from KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 44 pictures (4995 patches), 2500 steps, seed 1.
// On 5 pictures held back: 45.97 dB, bicubic 42.69, Lanczos 43.01.

//!PARAM strength
//!DESC how far the network goes from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE photo_tm_k5c4_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC photo_tm_k5c4: network
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
    vec4 ee_k0k1k2k3 = vec4(-34.625271, 9.3982315, -11.175011, 55.902931) * ee00;
    vec4 eo_k0k1k2k3 = vec4(-14.651349, -26.785972, -44.201389, 17.950962) * eo01;
    vec4 oe_k0k1k2k3 = vec4(-16.110276, -28.176469, -42.146124, 2.6427765) * oe10;
    vec4 oo_k0k1k2k3 = vec4(-0.7360539, -6.5047595, 27.031738, -15.726866) * oo11;
    ee_k0k1k2k3 += vec4(15.780233, 3.7708998, -20.248447, -46.397892) * ee01;
    eo_k0k1k2k3 += vec4(0.89406586, 0.29065964, 24.342099, -7.2966709) * eo02;
    oe_k0k1k2k3 += vec4(4.029707, 25.139803, 22.03873, -19.4387) * oe11;
    oo_k0k1k2k3 += vec4(-1.7823871, -5.6229602, 2.6708164, -0.9740966) * oo12;
    ee_k0k1k2k3 += vec4(-5.9164257, -0.8344765, 19.121829, 15.989683) * ee02;
    eo_k0k1k2k3 += vec4(2.6670155, 20.240012, 22.169421, -31.54936) * eo11;
    oe_k0k1k2k3 += vec4(-0.51688516, -8.1746072, -10.83863, 8.7572815) * oe12;
    oo_k0k1k2k3 += vec4(-1.2448527, 3.2783261, 2.9327773, 14.927645) * oo21;
    ee_k0k1k2k3 += vec4(15.985645, 22.513702, -22.179926, -32.377911) * ee10;
    eo_k0k1k2k3 += vec4(2.7237476, 2.1746019, 6.8357725, 2.6468633) * eo12;
    oe_k0k1k2k3 += vec4(2.8181934, 9.294235, 22.896181, 12.254422) * oe20;
    oo_k0k1k2k3 += vec4(1.8131812, 1.3172718, -12.301123, 3.6811423) * oo22;
    ee_k0k1k2k3 += vec4(-2.8699503, -15.087793, 5.5222032, 3.3626239) * ee11;
    eo_k0k1k2k3 += vec4(-0.16170216, -7.2405064, -11.496712, 13.525229) * eo21;
    oe_k0k1k2k3 += vec4(1.7539309, -1.067888, 6.8554729, 0.77331877) * oe21;
    ee_k0k1k2k3 += vec4(0.014093399, 0.013520882, 4.0705357, 3.8962954) * ee12;
    eo_k0k1k2k3 += vec4(-1.9426223, -1.9241509, -6.0173564, 6.5531116) * eo22;
    oe_k0k1k2k3 += vec4(-1.9869108, -2.8654481, -6.9930253, 3.3888311) * oe22;
    ee_k0k1k2k3 += vec4(-6.2342272, -11.27441, 18.935964, 13.374349) * ee20;
    ee_k0k1k2k3 += vec4(0.42835593, 4.0985756, 4.6450223, 9.1861835) * ee21;
    ee_k0k1k2k3 += vec4(1.2797643, 1.5403917, -9.3227152, -5.7182779) * ee22;
    vec4 a_k0k1k2k3 = ee_k0k1k2k3 + oe_k0k1k2k3, b_k0k1k2k3 = eo_k0k1k2k3 + oo_k0k1k2k3;
    vec4 c_k0k1k2k3 = ee_k0k1k2k3 - oe_k0k1k2k3, d_k0k1k2k3 = eo_k0k1k2k3 - oo_k0k1k2k3;
    vec4 e_k0k1k2k3 = a_k0k1k2k3 + b_k0k1k2k3, f_k0k1k2k3 = a_k0k1k2k3 - b_k0k1k2k3;
    vec4 g_k0k1k2k3 = c_k0k1k2k3 + d_k0k1k2k3, h_k0k1k2k3 = c_k0k1k2k3 - d_k0k1k2k3;
    vec4 k0 = vec4(e_k0k1k2k3.x, f_k0k1k2k3.x, g_k0k1k2k3.x, h_k0k1k2k3.x);
    vec4 k1 = vec4(e_k0k1k2k3.y, f_k0k1k2k3.y, g_k0k1k2k3.y, h_k0k1k2k3.y);
    vec4 k2 = vec4(e_k0k1k2k3.z, f_k0k1k2k3.z, g_k0k1k2k3.z, h_k0k1k2k3.z);
    vec4 k3 = vec4(e_k0k1k2k3.w, f_k0k1k2k3.w, g_k0k1k2k3.w, h_k0k1k2k3.w);
    vec4 e, v = vec4(0.0), total = vec4(0.0);
    vec4 ee_v0v1v2v3 = vec4(2.1657405, 1.8716019, 0.56047821, 0.92665857) * ee00;
    vec4 eo_v0v1v2v3 = vec4(-0.75003238, -0.15447894, -0.23415964, -0.081781868) * eo01;
    vec4 oe_v0v1v2v3 = vec4(-0.73161849, -0.20534568, -0.21270179, -0.068550312) * oe10;
    vec4 oo_v0v1v2v3 = vec4(0.14118769, -0.070706352, 0.072197121, 0.067935744) * oo11;
    ee_v0v1v2v3 += vec4(-0.47708325, -0.16918703, 0.15413944, -0.10250362) * ee01;
    eo_v0v1v2v3 += vec4(0.10194048, 0.14282813, 0.03145184, 0.02849944) * eo02;
    oe_v0v1v2v3 += vec4(0.24846651, -0.074883976, 0.037860118, -0.07752165) * oe11;
    oo_v0v1v2v3 += vec4(0.016821429, 0.026518648, -0.010258013, -0.050579502) * oo12;
    ee_v0v1v2v3 += vec4(0.21154109, 0.017120846, -0.02874085, 0.05176524) * ee02;
    eo_v0v1v2v3 += vec4(0.22431395, -0.010745254, 0.050881501, -0.11121934) * eo11;
    oe_v0v1v2v3 += vec4(-0.10841296, 0.02738718, -0.016856541, 0.021110504) * oe12;
    oo_v0v1v2v3 += vec4(0.068842774, -0.08163728, -0.0166969, 0.0043201051) * oo21;
    ee_v0v1v2v3 += vec4(-0.36710814, -0.47494544, 0.13517571, 0.063895292) * ee10;
    eo_v0v1v2v3 += vec4(-0.0092751347, -0.037390343, -0.0060694461, 0.024353415) * eo12;
    oe_v0v1v2v3 += vec4(0.11122542, 0.063504543, 0.010759936, 0.11786923) * oe20;
    oo_v0v1v2v3 += vec4(-0.0483797, 0.039171108, 0.005276324, 0.00058828108) * oo22;
    ee_v0v1v2v3 += vec4(-0.089679144, 0.02196144, -0.0053175092, 0.052554993) * ee11;
    eo_v0v1v2v3 += vec4(-0.098360667, 0.018151497, -0.014582258, 0.017363525) * eo21;
    oe_v0v1v2v3 += vec4(-0.019894399, 0.008710945, 0.0055958275, -0.025519089) * oe21;
    ee_v0v1v2v3 += vec4(0.023586329, 0.025053342, -0.0086070107, -0.031376915) * ee12;
    eo_v0v1v2v3 += vec4(0.042871953, -0.0060308459, 0.0024675902, -0.013600081) * eo22;
    oe_v0v1v2v3 += vec4(0.04781974, -0.0069030332, 0.0029606225, -0.013228681) * oe22;
    ee_v0v1v2v3 += vec4(0.18652413, 0.14132467, -0.023301593, -0.040392324) * ee20;
    ee_v0v1v2v3 += vec4(0.017132722, -0.014400443, -0.013690082, 0.015093857) * ee21;
    ee_v0v1v2v3 += vec4(-0.019488495, -0.007629897, 0.018910549, -0.0043531246) * ee22;
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
//!BIND photo_tm_k5c4_part0
//!WIDTH LUMA.w 2 *
//!HEIGHT LUMA.h 2 *
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC photo_tm_k5c4: sub-pixels to pixels
vec4 hook() {
    vec2 at = photo_tm_k5c4_part0_pos * photo_tm_k5c4_part0_size, low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * photo_tm_k5c4_part0_pt;
    vec4 q = photo_tm_k5c4_part0_tex(mid);
    vec2 p = sub.y > 0.5 ? q.zw : q.xy;
    return vec4(sub.x > 0.5 ? p.y : p.x, 0.0, 0.0, 1.0);
}
