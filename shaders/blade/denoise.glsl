//@ title     BLADE: noise smoothed
//@ source    own; denoise 7×7 taps, shuffle, from noise10; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from Ren'Py demo, Expat; KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 103 pictures (22680555 patches), seed 1.
// On 12 pictures held back: 37.13 dB, as given 28.13.

//!PARAM strength
//!DESC how far the filters go from the picture unchanged; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE denoise_half
//!WIDTH LUMA.w LUMA.w 2 % + 2 /
//!HEIGHT LUMA.h LUMA.h 2 % + 2 /
//!COMPONENTS 4
//!DESC denoise: half size
vec4 hook() {
    vec2 at = floor(HOOKED_pos * HOOKED_size * 0.5) * 2.0 + 0.5;
    float sum = HOOKED_tex(at * HOOKED_pt).x + HOOKED_tex((at + vec2(1.0, 0.0)) * HOOKED_pt).x
        + HOOKED_tex((at + vec2(0.0, 1.0)) * HOOKED_pt).x + HOOKED_tex((at + 1.0) * HOOKED_pt).x;
    // What a half float forgets goes into another.
    float mean = sum * 0.25, most = floor(mean * 1024.0) * (1.0 / 1024.0);
    return vec4(most, (mean - most) * 512.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND denoise_bank
//!BIND denoise_half
//!DESC denoise: hash and filter
#define BANK denoise_bank
#define CORNER(a, b, c, d, w) { \
    float u = d - a, v = b - c; \
    float uu = u * u, vv = v * v; \
    total += (uu + vv) * w; diff -= (u * v * 2.0) * w; cross_ += (uu - vv) * w; }
#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }
vec4 scale(vec4 s) { return s * s * 2.0; }
vec4 hook() {
    float tm3m3 = HOOKED_texOff(vec2(-3, -3)).x, tm3m2 = HOOKED_texOff(vec2(-2, -3)).x, tm3m1 = HOOKED_texOff(vec2(-1, -3)).x, tm3p0 = HOOKED_texOff(vec2(0, -3)).x, tm3p1 = HOOKED_texOff(vec2(1, -3)).x, tm3p2 = HOOKED_texOff(vec2(2, -3)).x, tm3p3 = HOOKED_texOff(vec2(3, -3)).x;
    float tm2m3 = HOOKED_texOff(vec2(-3, -2)).x, tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x, tm2p3 = HOOKED_texOff(vec2(3, -2)).x;
    float tm1m3 = HOOKED_texOff(vec2(-3, -1)).x, tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x, tm1p3 = HOOKED_texOff(vec2(3, -1)).x;
    float tp0m3 = HOOKED_texOff(vec2(-3, 0)).x, tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x, tp0p3 = HOOKED_texOff(vec2(3, 0)).x;
    float tp1m3 = HOOKED_texOff(vec2(-3, 1)).x, tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x, tp1p3 = HOOKED_texOff(vec2(3, 1)).x;
    float tp2m3 = HOOKED_texOff(vec2(-3, 2)).x, tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x, tp2p3 = HOOKED_texOff(vec2(3, 2)).x;
    float tp3m3 = HOOKED_texOff(vec2(-3, 3)).x, tp3m2 = HOOKED_texOff(vec2(-2, 3)).x, tp3m1 = HOOKED_texOff(vec2(-1, 3)).x, tp3p0 = HOOKED_texOff(vec2(0, 3)).x, tp3p1 = HOOKED_texOff(vec2(1, 3)).x, tp3p2 = HOOKED_texOff(vec2(2, 3)).x, tp3p3 = HOOKED_texOff(vec2(3, 3)).x;
    float total = float(0.0), diff = float(0.0), cross_ = float(0.0);
    CORNER(tm3m3, tm3m2, tm2m3, tm2m2, 0.0047877655)
    CORNER(tm3m2, tm3m1, tm2m2, tm2m1, 0.011645883)
    CORNER(tm3m1, tm3p0, tm2m1, tm2p0, 0.018163192)
    CORNER(tm3p0, tm3p1, tm2p0, tm2p1, 0.018163192)
    CORNER(tm3p1, tm3p2, tm2p1, tm2p2, 0.011645883)
    CORNER(tm3p2, tm3p3, tm2p2, tm2p3, 0.0047877655)
    CORNER(tm2m3, tm2m2, tm1m3, tm1m2, 0.011645883)
    CORNER(tm2m2, tm2m1, tm1m2, tm1m1, 0.028327742)
    CORNER(tm2m1, tm2p0, tm1m1, tm1p0, 0.044180611)
    CORNER(tm2p0, tm2p1, tm1p0, tm1p1, 0.044180611)
    CORNER(tm2p1, tm2p2, tm1p1, tm1p2, 0.028327742)
    CORNER(tm2p2, tm2p3, tm1p2, tm1p3, 0.011645883)
    CORNER(tm1m3, tm1m2, tp0m3, tp0m2, 0.018163192)
    CORNER(tm1m2, tm1m1, tp0m2, tp0m1, 0.044180611)
    CORNER(tm1m1, tm1p0, tp0m1, tp0p0, 0.06890512)
    CORNER(tm1p0, tm1p1, tp0p0, tp0p1, 0.06890512)
    CORNER(tm1p1, tm1p2, tp0p1, tp0p2, 0.044180611)
    CORNER(tm1p2, tm1p3, tp0p2, tp0p3, 0.018163192)
    CORNER(tp0m3, tp0m2, tp1m3, tp1m2, 0.018163192)
    CORNER(tp0m2, tp0m1, tp1m2, tp1m1, 0.044180611)
    CORNER(tp0m1, tp0p0, tp1m1, tp1p0, 0.06890512)
    CORNER(tp0p0, tp0p1, tp1p0, tp1p1, 0.06890512)
    CORNER(tp0p1, tp0p2, tp1p1, tp1p2, 0.044180611)
    CORNER(tp0p2, tp0p3, tp1p2, tp1p3, 0.018163192)
    CORNER(tp1m3, tp1m2, tp2m3, tp2m2, 0.011645883)
    CORNER(tp1m2, tp1m1, tp2m2, tp2m1, 0.028327742)
    CORNER(tp1m1, tp1p0, tp2m1, tp2p0, 0.044180611)
    CORNER(tp1p0, tp1p1, tp2p0, tp2p1, 0.044180611)
    CORNER(tp1p1, tp1p2, tp2p1, tp2p2, 0.028327742)
    CORNER(tp1p2, tp1p3, tp2p2, tp2p3, 0.011645883)
    CORNER(tp2m3, tp2m2, tp3m3, tp3m2, 0.0047877655)
    CORNER(tp2m2, tp2m1, tp3m2, tp3m1, 0.011645883)
    CORNER(tp2m1, tp2p0, tp3m1, tp3p0, 0.018163192)
    CORNER(tp2p0, tp2p1, tp3p0, tp3p1, 0.018163192)
    CORNER(tp2p1, tp2p2, tp3p1, tp3p2, 0.011645883)
    CORNER(tp2p2, tp2p3, tp3p2, tp3p3, 0.0047877655)
    vec2 here = floor(HOOKED_pos * HOOKED_size);
    vec2 parity = here - 2.0 * floor(here * 0.5);
    vec2 cell = (floor(here * 0.5) + 0.5) * denoise_half_pt;
    float gtm3m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, -3)).xy, vec2(1.0, 0.001953125));
    float gtm3m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, -3)).xy, vec2(1.0, 0.001953125));
    float gtm3m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, -3)).xy, vec2(1.0, 0.001953125));
    float gtm3p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, -3)).xy, vec2(1.0, 0.001953125));
    float gtm3p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, -3)).xy, vec2(1.0, 0.001953125));
    float gtm3p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, -3)).xy, vec2(1.0, 0.001953125));
    float gtm3p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, -3)).xy, vec2(1.0, 0.001953125));
    float gtm2m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, -2)).xy, vec2(1.0, 0.001953125));
    float gtm2m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, -2)).xy, vec2(1.0, 0.001953125));
    float gtm2m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, -2)).xy, vec2(1.0, 0.001953125));
    float gtm2p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, -2)).xy, vec2(1.0, 0.001953125));
    float gtm2p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, -2)).xy, vec2(1.0, 0.001953125));
    float gtm2p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, -2)).xy, vec2(1.0, 0.001953125));
    float gtm2p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, -2)).xy, vec2(1.0, 0.001953125));
    float gtm1m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, -1)).xy, vec2(1.0, 0.001953125));
    float gtm1m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, -1)).xy, vec2(1.0, 0.001953125));
    float gtm1m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, -1)).xy, vec2(1.0, 0.001953125));
    float gtm1p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, -1)).xy, vec2(1.0, 0.001953125));
    float gtm1p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, -1)).xy, vec2(1.0, 0.001953125));
    float gtm1p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, -1)).xy, vec2(1.0, 0.001953125));
    float gtm1p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, -1)).xy, vec2(1.0, 0.001953125));
    float gtp0m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, 0)).xy, vec2(1.0, 0.001953125));
    float gtp0m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, 0)).xy, vec2(1.0, 0.001953125));
    float gtp0m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, 0)).xy, vec2(1.0, 0.001953125));
    float gtp0p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, 0)).xy, vec2(1.0, 0.001953125));
    float gtp0p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, 0)).xy, vec2(1.0, 0.001953125));
    float gtp0p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, 0)).xy, vec2(1.0, 0.001953125));
    float gtp0p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, 0)).xy, vec2(1.0, 0.001953125));
    float gtp1m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, 1)).xy, vec2(1.0, 0.001953125));
    float gtp1m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, 1)).xy, vec2(1.0, 0.001953125));
    float gtp1m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, 1)).xy, vec2(1.0, 0.001953125));
    float gtp1p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, 1)).xy, vec2(1.0, 0.001953125));
    float gtp1p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, 1)).xy, vec2(1.0, 0.001953125));
    float gtp1p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, 1)).xy, vec2(1.0, 0.001953125));
    float gtp1p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, 1)).xy, vec2(1.0, 0.001953125));
    float gtp2m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, 2)).xy, vec2(1.0, 0.001953125));
    float gtp2m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, 2)).xy, vec2(1.0, 0.001953125));
    float gtp2m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, 2)).xy, vec2(1.0, 0.001953125));
    float gtp2p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, 2)).xy, vec2(1.0, 0.001953125));
    float gtp2p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, 2)).xy, vec2(1.0, 0.001953125));
    float gtp2p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, 2)).xy, vec2(1.0, 0.001953125));
    float gtp2p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, 2)).xy, vec2(1.0, 0.001953125));
    float gtp3m3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-3, 3)).xy, vec2(1.0, 0.001953125));
    float gtp3m2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-2, 3)).xy, vec2(1.0, 0.001953125));
    float gtp3m1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(-1, 3)).xy, vec2(1.0, 0.001953125));
    float gtp3p0 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(0, 3)).xy, vec2(1.0, 0.001953125));
    float gtp3p1 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(1, 3)).xy, vec2(1.0, 0.001953125));
    float gtp3p2 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(2, 3)).xy, vec2(1.0, 0.001953125));
    float gtp3p3 = dot(denoise_half_tex(cell + denoise_half_pt * vec2(3, 3)).xy, vec2(1.0, 0.001953125));
    float wx0 = mix(0.090366723, 0.051848216, parity.x);
    float wx1 = mix(0.19669491, 0.14093806, parity.x);
    float wx2 = mix(0.27450986, 0.24564222, parity.x);
    float wx3 = mix(0.24564222, 0.27450986, parity.x);
    float wx4 = mix(0.14093806, 0.19669491, parity.x);
    float wx5 = mix(0.051848216, 0.090366723, parity.x);
    float wy0 = mix(0.18073345, 0.10369643, parity.y);
    float wy1 = mix(0.39338983, 0.28187613, parity.y);
    float wy2 = mix(0.54901973, 0.49128444, parity.y);
    float wy3 = mix(0.49128444, 0.54901973, parity.y);
    float wy4 = mix(0.28187613, 0.39338983, parity.y);
    float wy5 = mix(0.10369643, 0.18073345, parity.y);
    CORNER(gtm3m3, gtm3m2, gtm2m3, gtm2m2, wx0 * wy0)
    CORNER(gtm3m2, gtm3m1, gtm2m2, gtm2m1, wx1 * wy0)
    CORNER(gtm3m1, gtm3p0, gtm2m1, gtm2p0, wx2 * wy0)
    CORNER(gtm3p0, gtm3p1, gtm2p0, gtm2p1, wx3 * wy0)
    CORNER(gtm3p1, gtm3p2, gtm2p1, gtm2p2, wx4 * wy0)
    CORNER(gtm3p2, gtm3p3, gtm2p2, gtm2p3, wx5 * wy0)
    CORNER(gtm2m3, gtm2m2, gtm1m3, gtm1m2, wx0 * wy1)
    CORNER(gtm2m2, gtm2m1, gtm1m2, gtm1m1, wx1 * wy1)
    CORNER(gtm2m1, gtm2p0, gtm1m1, gtm1p0, wx2 * wy1)
    CORNER(gtm2p0, gtm2p1, gtm1p0, gtm1p1, wx3 * wy1)
    CORNER(gtm2p1, gtm2p2, gtm1p1, gtm1p2, wx4 * wy1)
    CORNER(gtm2p2, gtm2p3, gtm1p2, gtm1p3, wx5 * wy1)
    CORNER(gtm1m3, gtm1m2, gtp0m3, gtp0m2, wx0 * wy2)
    CORNER(gtm1m2, gtm1m1, gtp0m2, gtp0m1, wx1 * wy2)
    CORNER(gtm1m1, gtm1p0, gtp0m1, gtp0p0, wx2 * wy2)
    CORNER(gtm1p0, gtm1p1, gtp0p0, gtp0p1, wx3 * wy2)
    CORNER(gtm1p1, gtm1p2, gtp0p1, gtp0p2, wx4 * wy2)
    CORNER(gtm1p2, gtm1p3, gtp0p2, gtp0p3, wx5 * wy2)
    CORNER(gtp0m3, gtp0m2, gtp1m3, gtp1m2, wx0 * wy3)
    CORNER(gtp0m2, gtp0m1, gtp1m2, gtp1m1, wx1 * wy3)
    CORNER(gtp0m1, gtp0p0, gtp1m1, gtp1p0, wx2 * wy3)
    CORNER(gtp0p0, gtp0p1, gtp1p0, gtp1p1, wx3 * wy3)
    CORNER(gtp0p1, gtp0p2, gtp1p1, gtp1p2, wx4 * wy3)
    CORNER(gtp0p2, gtp0p3, gtp1p2, gtp1p3, wx5 * wy3)
    CORNER(gtp1m3, gtp1m2, gtp2m3, gtp2m2, wx0 * wy4)
    CORNER(gtp1m2, gtp1m1, gtp2m2, gtp2m1, wx1 * wy4)
    CORNER(gtp1m1, gtp1p0, gtp2m1, gtp2p0, wx2 * wy4)
    CORNER(gtp1p0, gtp1p1, gtp2p0, gtp2p1, wx3 * wy4)
    CORNER(gtp1p1, gtp1p2, gtp2p1, gtp2p2, wx4 * wy4)
    CORNER(gtp1p2, gtp1p3, gtp2p2, gtp2p3, wx5 * wy4)
    CORNER(gtp2m3, gtp2m2, gtp3m3, gtp3m2, wx0 * wy5)
    CORNER(gtp2m2, gtp2m1, gtp3m2, gtp3m1, wx1 * wy5)
    CORNER(gtp2m1, gtp2p0, gtp3m1, gtp3p0, wx2 * wy5)
    CORNER(gtp2p0, gtp2p1, gtp3p0, gtp3p1, wx3 * wy5)
    CORNER(gtp2p1, gtp2p2, gtp3p1, gtp3p2, wx4 * wy5)
    CORNER(gtp2p2, gtp2p3, gtp3p2, gtp3p3, wx5 * wy5)
    float root = sqrt(diff * diff + cross_ * cross_);
    float high = total + root, low = max(total - root, 0.0);
    float turn = atan(cross_, diff + total * 1e-05 + 1e-20) * 3.8197186;
    int angle = int(turn + 24.5);
    angle = angle < 24 ? angle : angle - 24;
    int level = int(high > 0.010966355) + int(high > 0.015419216) + int(high > 0.034999537);
    int straight = int(low < high * 0.67895195) + int(low < high * 0.4559973);
    int kind = level * 3 + straight;
    bool mirrored = angle > 12;
    angle = mirrored ? 24 - angle : angle;
    bool transposed = angle > 6;
    angle = transposed ? 12 - angle : angle;
    int row = angle * 12 + kind;
    SWAP(mirrored, tm3m3, tm3p3)
    SWAP(mirrored, tm3m2, tm3p2)
    SWAP(mirrored, tm3m1, tm3p1)
    SWAP(mirrored, tm2m3, tm2p3)
    SWAP(mirrored, tm2m2, tm2p2)
    SWAP(mirrored, tm2m1, tm2p1)
    SWAP(mirrored, tm1m3, tm1p3)
    SWAP(mirrored, tm1m2, tm1p2)
    SWAP(mirrored, tm1m1, tm1p1)
    SWAP(mirrored, tp0m3, tp0p3)
    SWAP(mirrored, tp0m2, tp0p2)
    SWAP(mirrored, tp0m1, tp0p1)
    SWAP(mirrored, tp1m3, tp1p3)
    SWAP(mirrored, tp1m2, tp1p2)
    SWAP(mirrored, tp1m1, tp1p1)
    SWAP(mirrored, tp2m3, tp2p3)
    SWAP(mirrored, tp2m2, tp2p2)
    SWAP(mirrored, tp2m1, tp2p1)
    SWAP(mirrored, tp3m3, tp3p3)
    SWAP(mirrored, tp3m2, tp3p2)
    SWAP(mirrored, tp3m1, tp3p1)
    SWAP(transposed, tm2m3, tm3m2)
    SWAP(transposed, tm1m3, tm3m1)
    SWAP(transposed, tm1m2, tm2m1)
    SWAP(transposed, tp0m3, tm3p0)
    SWAP(transposed, tp0m2, tm2p0)
    SWAP(transposed, tp0m1, tm1p0)
    SWAP(transposed, tp1m3, tm3p1)
    SWAP(transposed, tp1m2, tm2p1)
    SWAP(transposed, tp1m1, tm1p1)
    SWAP(transposed, tp1p0, tp0p1)
    SWAP(transposed, tp2m3, tm3p2)
    SWAP(transposed, tp2m2, tm2p2)
    SWAP(transposed, tp2m1, tm1p2)
    SWAP(transposed, tp2p0, tp0p2)
    SWAP(transposed, tp2p1, tp1p2)
    SWAP(transposed, tp3m3, tm3p3)
    SWAP(transposed, tp3m2, tm2p3)
    SWAP(transposed, tp3m1, tm1p3)
    SWAP(transposed, tp3p0, tp0p3)
    SWAP(transposed, tp3p1, tp1p3)
    SWAP(transposed, tp3p2, tp2p3)
    float y = (float(row) + 0.5) * 0.011904762;
    float c2 = 2.0 * tp0p0;
    vec4 u = scale(texture(BANK, vec2(0.92857143, y)));
    float v = 0.0;
    v += dot((texture(BANK, vec2(0.071428571, y)) * 2.007874 - 1.0), vec4(tm3m3 + tp3p3 - c2, tm3m2 + tp3p2 - c2, tm3m1 + tp3p1 - c2, tm3p0 + tp3p0 - c2) * u);
    v += dot((texture(BANK, vec2(0.21428571, y)) * 2.007874 - 1.0), vec4(tm3p1 + tp3m1 - c2, tm3p2 + tp3m2 - c2, tm3p3 + tp3m3 - c2, tm2m3 + tp2p3 - c2) * u);
    v += dot((texture(BANK, vec2(0.35714286, y)) * 2.007874 - 1.0), vec4(tm2m2 + tp2p2 - c2, tm2m1 + tp2p1 - c2, tm2p0 + tp2p0 - c2, tm2p1 + tp2m1 - c2) * u);
    v += dot((texture(BANK, vec2(0.5, y)) * 2.007874 - 1.0), vec4(tm2p2 + tp2m2 - c2, tm2p3 + tp2m3 - c2, tm1m3 + tp1p3 - c2, tm1m2 + tp1p2 - c2) * u);
    v += dot((texture(BANK, vec2(0.64285714, y)) * 2.007874 - 1.0), vec4(tm1m1 + tp1p1 - c2, tm1p0 + tp1p0 - c2, tm1p1 + tp1m1 - c2, tm1p2 + tp1m2 - c2) * u);
    v += dot((texture(BANK, vec2(0.78571429, y)) * 2.007874 - 1.0), vec4(tm1p3 + tp1m3 - c2, tp0m3 + tp0p3 - c2, tp0m2 + tp0p2 - c2, tp0m1 + tp0p1 - c2) * u);
    float b = 0.0;
    return vec4(tp0p0 + b + (v - b) * strength, 0.0, 0.0, 1.0);
}

//!TEXTURE denoise_bank
//!SIZE 7 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
c9c6d4ccd4c6c9c7dbd8ead8dbc7d9ddfcf9fbddd9d4f6fa1d1f1d1fcdd2d3c9d3d2cdc9dfe2e2d6dfd3dde1f8fdf8e0dde4f9f91d1d1d1fc1e0caadcae0c1c3d9f7b3d6daddd7dbf9c4f9dbd7f2f1f81f1c1f21a0a0b1aab1a0a0a5bdc0d7bcbda7c1c5f9faf8c5c1c0e5f921242125afaeb9aeb9aeafb2c8c9d8c1c9b8d5d0fbfbfbd0d5d6f6f81f211f23b7c6beacbec6b7b8cee1c8c6ceced9d8f9f8f9d7d9f7fcfa1f1d1f227c7f8587857f7c818c96ab958c81929cfbfbfa9c9295cafc293229347d7e8483847e7c86949aa9969488aaabfafafaabaab4e9fc272d2731797e8182827e7a87989d9d93988cb9b6faf9e3b6c6f1fdfd252729307281a97da981727f42755278427e9a7afdfefd7a9a878afc113411417e7f7181717f7e7e687b857d687b8c7af8fcf87a8c84d9fb152f154a6d7d8181917d7d7c4d80877f4d6d777df9f38f7d41fcfbfb13223551cbc6d5ccd3c4c9c8ddd9e9d8dac6dbdffdf7fcded9d4f4f91d1f1d1fcecdd4c9d3cac8cbe0dde4d6dbccdee2f9f6f9e0dddefaf81d1e1d1fc4e4d2bdccd8c3c7dffac6d9dadedddff9e9fbe2d7f8f9fb1e1b1e20a2a1b0acb2a2a1a3b9c0d8bebda7bec5f7fafac5c2bee6f821242125acadb8afb9aeb0afc9c8dac2cab8d1cffdfbfed1d6d5f8f81f211f23b1b6bbafbcb7b4b5ccd4d3c5cdc3d4d8f8f6fadbdee4fef81f1f1f22797d8486897f7e808e94ae958f818e9cf8fbfb9e9693cafc293229347a7e838485807d839098aa95978b9ea5fcfcfdadafafe8fa272d2732767c80807d7b7983919a9e919591a3abfdfaeabdded8fbfc252929317c827a841c827380367a6d7a007f7779c4fdf479858782fc0d3616416e7a818284837e807e7c807a107c7479e9faf57a8f84acfd0f301c497d7d81807d827c7f83898e7e3240737758fab48cf791fafc181d2c52c5c6d6cccec4c8c7d6daebd7d4c5dadef6f9fcdcd4d3f2fc1e1f1d1fcfcfd3c9d1c7c7cbe2dfe8d4dbccdedffcfaf9dedcdcf7f91d1e1d1fbdd4ccbec5cdc1bbe4e8dccdd1ced6dffaf7f4d3d7e3f6f71e1d1e219da0b2abb2a4a0a2bbc2d8bebea9bdc3f8fcfac4c0bee6f921242125a6a7b3aebaabafacc6c6d7c2cbb9c7cffcf7f8d4d7cdf0fa1f222023a2a4abaeb5aeb2b0c9cbd7c8d3c3d3d7fcf7fce0e2dafdf81f211f22777e8485857f80808a92ae9691838c9bfbfcfda19294c4fd29322934787c8083828081808b95a8959c9191a0fafbfab0b4a3d8f9272e2933727a7d7f7c78797e868f9b92a3aa8d9dfcf9fbd0fdb7e7fa242a2a32bb7d8c82a781867d457b6b76107e747770fbfb779583a3fc083717408f7a8981a17e7c8060817779027c787b5cfcf77f8d7d8cfc0f2f23477885827f768e787f8690867b0f367d7d3cfafaa5fd289efc1a1b2e4eccc6d6ccd5c3c8c7dddaead8dac5dadefdf9fcdcd8d2f3fb1d1f1d1fcccfd3c9d0c7c7cce2dfe7d5deccdddffaf8fce0e0daf4f81d1e1d1fb2b3c9b6bdb0b5bcc5e7eebbc3c8d3d6f9f7fdced6e6f8fd201f1d229b9fb0adb2a2a49fb9c2dac0bca9bac3fcfdfbc6c0bae5fa212421259ca0b1adb7acb0a5bfc6d9c6cdbbc2cef8fcfcd7d1caf0fb20222023909ba3aaadb1b1a3b5cfd0ccd7ddc1d6fcfcfbe8e2d6f3fb20202122797e808788807f808993aa9794848799fbfafa9f908fc0fd29332a34757c82828282847d8692a89aa694889cf8fafeb4ae98cef9272f2a3373797b7d797b847e838d9897cbca8394f1fbfde1fb9fcdfb22292d316d806a8375858280937a7f7408807e767cfdfa7fc37e6bfb10371940887d877f868778805b7f757a05777d7a42fdfb7d9d837efe13302c43827d807f8489717f858e827407927d7f4ef6febb6a6276fd181e3b46cac7d6cdd2c4c8c7dedaebd9dac5d8dcfef9fcdbd9d2f3fc1d1f1d1fc9ced6c7d2cacac9e4e3e7d6ddccd9e0fdfdf9e0dad6f2f81d1e1d1f96afa5a0889ba9a3cbdacd93b09ccac1fbf8c2c0b5d5f8fa23212329999dadadb4a3a49eb8c2d5c2bfa7b3c2fcfef7c6bdb9dffc21242225949eabadbab4b09fbac4d5ccd2beb8cdf9fdfbd7cfc4e8fd20222123819792a19fc0bb8facd4c2caedfba4cffdf9f8f3f0e1ebfa201e2324797c838788837e7e8a91ad9995828695f9fbfca0928dbffe29332a34757b7e828084857c8794a7a0b6978398fcfbfab7a98ebcfd262f2d327a7a7d7c7a81977a838b93a3fdde7e91e1faf9e7ce88adfe2229312f847e7e80667d78837a7b737a607e6a7713fcfb7a6a828dfd0c381d3d767f80826d847a7f917d747a0b7e827d43fdfa7f787c7bfa15313140817b807e8f6f717f8c877f6e8db17d8261f7fbbe057874fd1a24453ecac9d6ced4c4c8c8e0daeed9d9c4d8ddfef8fcdad8cfeffc1d1f1d1fc7cad4cdd2c5c9c6e2dbefdbddc6d7defbf6fbe0d6cff1f91d1f1d1f91a29f8fa6929693b4ceb496b9a9c9c1f7e7c8a4c2faf9fb2121262c979cafb1b7a3a39db7bed9c3bea7b1c0fbf9f9c5bbb4ddf9212522259097a6b1c0b3b59cb9c3d5d0d6bcb0cafbfbf7d6c6b8defb20232223788a95a7a9b9bd829dc7c8d3e8d19fbaf6f9f8e3cad5eafd21222424747d82868c847f7f8594b19a97848396fcfbfa9e8e8ab7fc29332b34747b7f818a8a8c7a8594a9a6bf968194fbfdfdb79689b7fa262f2d327e7d7c7c7c95a67a7c8c92b7fad27c89c0fdfae19980a0fc2829332d7c827a7eaa7c6c7f7f7b657c0885757b23fbfd787c8673fb0e391d3d74857e819b7e7a7d93807079027f7e8149fdf97f897b75fc1435343c827f7e7d825a7d7f89847b6cf98e7e856df8fcac368476fa20294a37cac7d7d0d5c4c7c7dcdcefdbdcc4d8dcfef9fddbd5d0eff81d1f1d1fc8c6d1cfd3c8c2c6e1e0ebd8dcc8d1e0f8f7f6d8d2cfebf71d1f1e1f7a9fa9afad879d9ed7b8faaf9187a9b8f8fcbbafadaffafc21282328959bb0b0bba4a19bb5c1dac4c0a4b0c1fdfafac4bbb0dafa212522258c98adafc2b5b798b4c2e0cdd0b5adc2f8f7fbcdc2afe0f7212421247987a0b5c8c3db87a7bceddaefc3a0bcfcfdfbdac8b5edfd1e232223777e81888c847f7e8694b49f95848194f9fbfd9f8c88b4fb29342a34727b7e869390887b8094aeb5cd907e94fcfcfcb59286aefc25302e307a7b7b7b88adb07b7c8c99d1f9ad7b8cb7fcfbd1887b99fc2a2b332b8d818e826f816481347a677a0c828e7a51fafb7a6f8266fa103c1c3c6c837c82958075837a80757d03807c8016fbfb7c958274fb11373637807e7f7f696c817e84867887f96c7f866afbfd87697f78fb252f4c2f
