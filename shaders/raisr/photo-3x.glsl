//@ title     RAISR bank for film, 3x, fast
//@ source    own; upscale 3x, 7×7 taps, shuffle, from bicubic; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 46 pictures (4236235 patches), seed 1.
// On 5 pictures held back: 41.90 dB, bicubic 40.31, Lanczos 40.59.

//!PARAM strength
//!DESC how far the filters go from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE photo_3x_hash
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC photo_3x: hash
#define CORNER(a, b, c, d, w) { \
    float u = d - a, v = b - c; \
    float uu = u * u, vv = v * v; \
    total += (uu + vv) * w; diff -= (u * v * 2.0) * w; cross_ += (uu - vv) * w; }
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
    float root = sqrt(diff * diff + cross_ * cross_);
    float high = total + root, low = max(total - root, 0.0);
    float turn = atan(cross_, diff + total * 1e-05 + 1e-20) * 3.8197186;
    int angle = int(turn + 24.5);
    angle = angle < 24 ? angle : angle - 24;
    int level = int(high > 3.4360723e-05) + int(high > 0.00026306453) + int(high > 0.0031337352);
    int straight = int(low < high * 0.34270977) + int(low < high * 0.11200267);
    int kind = level * 3 + straight;
    bool mirrored = angle > 12;
    angle = mirrored ? 24 - angle : angle;
    bool transposed = angle > 6;
    angle = transposed ? 12 - angle : angle;
    int row = angle * 12 + kind;
    return vec4(float(row) / 512.0, float(mirrored), float(transposed), 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND photo_3x_bank
//!BIND photo_3x_hash
//!SAVE photo_3x_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC photo_3x: filter 1 of 3
#define BANK photo_3x_bank
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
    vec4 h = photo_3x_hash_texOff(vec2(0.0));
    int row = int(h.x * 512.0 + 0.5);
    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;
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
    vec4 q = vec4(0.0);
    q += (texture(BANK, vec2(0.0087719298, y)) * 2.007874 - 1.0) * vec4(vec2(tm3m3 + tp3p3 - c2), vec2(tm3m3 - tp3p3));
    q += (texture(BANK, vec2(0.026315789, y)) * 2.007874 - 1.0) * vec4(vec2(tm3m2 + tp3p2 - c2), vec2(tm3m2 - tp3p2));
    q += (texture(BANK, vec2(0.043859649, y)) * 2.007874 - 1.0) * vec4(vec2(tm3m1 + tp3p1 - c2), vec2(tm3m1 - tp3p1));
    q += (texture(BANK, vec2(0.061403509, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p0 + tp3p0 - c2), vec2(tm3p0 - tp3p0));
    q += (texture(BANK, vec2(0.078947368, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p1 + tp3m1 - c2), vec2(tm3p1 - tp3m1));
    q += (texture(BANK, vec2(0.096491228, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p2 + tp3m2 - c2), vec2(tm3p2 - tp3m2));
    q += (texture(BANK, vec2(0.11403509, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p3 + tp3m3 - c2), vec2(tm3p3 - tp3m3));
    q += (texture(BANK, vec2(0.13157895, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m3 + tp2p3 - c2), vec2(tm2m3 - tp2p3));
    q += (texture(BANK, vec2(0.14912281, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m2 + tp2p2 - c2), vec2(tm2m2 - tp2p2));
    q += (texture(BANK, vec2(0.16666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m1 + tp2p1 - c2), vec2(tm2m1 - tp2p1));
    q += (texture(BANK, vec2(0.18421053, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p0 + tp2p0 - c2), vec2(tm2p0 - tp2p0));
    q += (texture(BANK, vec2(0.20175439, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p1 + tp2m1 - c2), vec2(tm2p1 - tp2m1));
    q += (texture(BANK, vec2(0.21929825, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p2 + tp2m2 - c2), vec2(tm2p2 - tp2m2));
    q += (texture(BANK, vec2(0.23684211, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p3 + tp2m3 - c2), vec2(tm2p3 - tp2m3));
    q += (texture(BANK, vec2(0.25438596, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m3 + tp1p3 - c2), vec2(tm1m3 - tp1p3));
    q += (texture(BANK, vec2(0.27192982, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m2 + tp1p2 - c2), vec2(tm1m2 - tp1p2));
    q += (texture(BANK, vec2(0.28947368, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m1 + tp1p1 - c2), vec2(tm1m1 - tp1p1));
    q += (texture(BANK, vec2(0.30701754, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p0 + tp1p0 - c2), vec2(tm1p0 - tp1p0));
    q += (texture(BANK, vec2(0.3245614, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p1 + tp1m1 - c2), vec2(tm1p1 - tp1m1));
    q += (texture(BANK, vec2(0.34210526, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p2 + tp1m2 - c2), vec2(tm1p2 - tp1m2));
    q += (texture(BANK, vec2(0.35964912, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p3 + tp1m3 - c2), vec2(tm1p3 - tp1m3));
    q += (texture(BANK, vec2(0.37719298, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m3 + tp0p3 - c2), vec2(tp0m3 - tp0p3));
    q += (texture(BANK, vec2(0.39473684, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m2 + tp0p2 - c2), vec2(tp0m2 - tp0p2));
    q += (texture(BANK, vec2(0.4122807, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m1 + tp0p1 - c2), vec2(tp0m1 - tp0p1));
    q *= scale(texture(BANK, vec2(0.95614035, y)));
    vec4 v = vec4(q.xy + q.zw, q.xy - q.zw);
    vec4 b = vec4(0.11111111 * (tm1m1 - tp0p0) + 0.22222222 * (tm1p0 - tp0p0) + 0.22222222 * (tp0m1 - tp0p0), 0.33333333 * (tm1p0 - tp0p0), 0.22222222 * (tp0p1 - tp0p0) + 0.22222222 * (tp1p0 - tp0p0) + 0.11111111 * (tp1p1 - tp0p0), 0.33333333 * (tp1p0 - tp0p0));
    return tp0p0 + b + (v - b) * strength;
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND photo_3x_bank
//!BIND photo_3x_hash
//!SAVE photo_3x_part1
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC photo_3x: filter 2 of 3
#define BANK photo_3x_bank
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
    vec4 h = photo_3x_hash_texOff(vec2(0.0));
    int row = int(h.x * 512.0 + 0.5);
    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;
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
    vec4 q = vec4(0.0);
    q += (texture(BANK, vec2(0.42982456, y)) * 2.007874 - 1.0) * vec4(vec2(tm3m3 + tp3p3 - c2), vec2(tm3m3 - tp3p3));
    q += (texture(BANK, vec2(0.44736842, y)) * 2.007874 - 1.0) * vec4(vec2(tm3m2 + tp3p2 - c2), vec2(tm3m2 - tp3p2));
    q += (texture(BANK, vec2(0.46491228, y)) * 2.007874 - 1.0) * vec4(vec2(tm3m1 + tp3p1 - c2), vec2(tm3m1 - tp3p1));
    q += (texture(BANK, vec2(0.48245614, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p0 + tp3p0 - c2), vec2(tm3p0 - tp3p0));
    q += (texture(BANK, vec2(0.5, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p1 + tp3m1 - c2), vec2(tm3p1 - tp3m1));
    q += (texture(BANK, vec2(0.51754386, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p2 + tp3m2 - c2), vec2(tm3p2 - tp3m2));
    q += (texture(BANK, vec2(0.53508772, y)) * 2.007874 - 1.0) * vec4(vec2(tm3p3 + tp3m3 - c2), vec2(tm3p3 - tp3m3));
    q += (texture(BANK, vec2(0.55263158, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m3 + tp2p3 - c2), vec2(tm2m3 - tp2p3));
    q += (texture(BANK, vec2(0.57017544, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m2 + tp2p2 - c2), vec2(tm2m2 - tp2p2));
    q += (texture(BANK, vec2(0.5877193, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m1 + tp2p1 - c2), vec2(tm2m1 - tp2p1));
    q += (texture(BANK, vec2(0.60526316, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p0 + tp2p0 - c2), vec2(tm2p0 - tp2p0));
    q += (texture(BANK, vec2(0.62280702, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p1 + tp2m1 - c2), vec2(tm2p1 - tp2m1));
    q += (texture(BANK, vec2(0.64035088, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p2 + tp2m2 - c2), vec2(tm2p2 - tp2m2));
    q += (texture(BANK, vec2(0.65789474, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p3 + tp2m3 - c2), vec2(tm2p3 - tp2m3));
    q += (texture(BANK, vec2(0.6754386, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m3 + tp1p3 - c2), vec2(tm1m3 - tp1p3));
    q += (texture(BANK, vec2(0.69298246, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m2 + tp1p2 - c2), vec2(tm1m2 - tp1p2));
    q += (texture(BANK, vec2(0.71052632, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m1 + tp1p1 - c2), vec2(tm1m1 - tp1p1));
    q += (texture(BANK, vec2(0.72807018, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p0 + tp1p0 - c2), vec2(tm1p0 - tp1p0));
    q += (texture(BANK, vec2(0.74561404, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p1 + tp1m1 - c2), vec2(tm1p1 - tp1m1));
    q += (texture(BANK, vec2(0.76315789, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p2 + tp1m2 - c2), vec2(tm1p2 - tp1m2));
    q += (texture(BANK, vec2(0.78070175, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p3 + tp1m3 - c2), vec2(tm1p3 - tp1m3));
    q += (texture(BANK, vec2(0.79824561, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m3 + tp0p3 - c2), vec2(tp0m3 - tp0p3));
    q += (texture(BANK, vec2(0.81578947, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m2 + tp0p2 - c2), vec2(tp0m2 - tp0p2));
    q += (texture(BANK, vec2(0.83333333, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m1 + tp0p1 - c2), vec2(tp0m1 - tp0p1));
    q *= scale(texture(BANK, vec2(0.97368421, y)));
    vec4 v = vec4(q.xy + q.zw, q.xy - q.zw);
    vec4 b = vec4(0.22222222 * (tm1p0 - tp0p0) + 0.11111111 * (tm1p1 - tp0p0) + 0.22222222 * (tp0p1 - tp0p0), 0.33333333 * (tp0m1 - tp0p0), 0.22222222 * (tp0m1 - tp0p0) + 0.11111111 * (tp1m1 - tp0p0) + 0.22222222 * (tp1p0 - tp0p0), 0.33333333 * (tp0p1 - tp0p0));
    return tp0p0 + b + (v - b) * strength;
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND photo_3x_bank
//!BIND photo_3x_hash
//!SAVE photo_3x_part2
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC photo_3x: filter 3 of 3
#define BANK photo_3x_bank
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
    vec4 h = photo_3x_hash_texOff(vec2(0.0));
    int row = int(h.x * 512.0 + 0.5);
    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;
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
    vec4 u = scale(texture(BANK, vec2(0.99122807, y)));
    float v = 0.0;
    v += dot((texture(BANK, vec2(0.85087719, y)) * 2.007874 - 1.0), vec4(tm3m3 + tp3p3 - c2, tm3m2 + tp3p2 - c2, tm3m1 + tp3p1 - c2, tm3p0 + tp3p0 - c2) * u);
    v += dot((texture(BANK, vec2(0.86842105, y)) * 2.007874 - 1.0), vec4(tm3p1 + tp3m1 - c2, tm3p2 + tp3m2 - c2, tm3p3 + tp3m3 - c2, tm2m3 + tp2p3 - c2) * u);
    v += dot((texture(BANK, vec2(0.88596491, y)) * 2.007874 - 1.0), vec4(tm2m2 + tp2p2 - c2, tm2m1 + tp2p1 - c2, tm2p0 + tp2p0 - c2, tm2p1 + tp2m1 - c2) * u);
    v += dot((texture(BANK, vec2(0.90350877, y)) * 2.007874 - 1.0), vec4(tm2p2 + tp2m2 - c2, tm2p3 + tp2m3 - c2, tm1m3 + tp1p3 - c2, tm1m2 + tp1p2 - c2) * u);
    v += dot((texture(BANK, vec2(0.92105263, y)) * 2.007874 - 1.0), vec4(tm1m1 + tp1p1 - c2, tm1p0 + tp1p0 - c2, tm1p1 + tp1m1 - c2, tm1p2 + tp1m2 - c2) * u);
    v += dot((texture(BANK, vec2(0.93859649, y)) * 2.007874 - 1.0), vec4(tm1p3 + tp1m3 - c2, tp0m3 + tp0p3 - c2, tp0m2 + tp0p2 - c2, tp0m1 + tp0p1 - c2) * u);
    float b = 0.0;
    return vec4(tp0p0 + b + (v - b) * strength, 0.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND photo_3x_part0
//!BIND photo_3x_part1
//!BIND photo_3x_part2
//!BIND photo_3x_hash
//!WIDTH LUMA.w 3 *
//!HEIGHT LUMA.h 3 *
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC photo_3x: sub-pixels to pixels
vec4 hook() {
    vec2 at = photo_3x_part0_pos * photo_3x_part0_size;
    vec2 low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * photo_3x_part0_pt;
    vec4 h = photo_3x_hash_tex(mid);
    sub.x = h.y > 0.5 ? 1.0 - sub.x : sub.x;
    sub = h.z > 0.5 ? sub.yx : sub;
    ivec2 cell = ivec2(sub * 3.0);
    int part = cell.y * 3 + cell.x;
    int near = min(part, 8 - part);
    int component = (near & 1) + (part > 4 ? 2 : 0);
    vec4 q = near < 2 ? photo_3x_part0_tex(mid) : near < 4 ? photo_3x_part1_tex(mid) : photo_3x_part2_tex(mid);
    vec2 p = component > 1 ? q.zw : q.xy;
    if (near == 4) return vec4(q.x, 0.0, 0.0, 1.0);
    return vec4((component & 1) == 1 ? p.y : p.x, 0.0, 0.0, 1.0);
}

//!TEXTURE photo_3x_bank
//!SIZE 57 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
7e7b7d7e7b808282877f827f83878483857f827f7c807e827f7b817e818182808485817d788a7782817764618a8a7b8287857d7d7c818080868383827a887982d591ae87f4fdf8fb66918787938781827d837d829086887f8094677ffaa6fc7f7f7c817e7c817e7f8584827f837c847f8784827f7b81827f7e7c7d807c838081877e7d828a867b7e8198647f78867780847e817c8183827d7d807d80938b817f668f8783f48df87fd58faf7b7a8b797f8680837e90907684807f9768fafb02fd789969b163987991a4f7a4b2a5a987b8f5d4dcb8884efcf83738444a3739444c18111b1a7e7f8482837f8080818180827f818a877a817e82857f81807d7f80828083827f8384797682877d818784686588877981818478768383807f86828d898b948a88c4a0b297c8fbfafc8ca08c978994848781828789a6ab867f9bb0787ffce7eb7f7d7c8082857f817f7a7f7e7f7f7f8a7f817f807f837f807f7e7c847c8387807f8186787f888179818799677f82817d7d8386797f8087827f81838780898984828c9b8c82c8a2fa7fc49bb27c8b898a7c86828d7ea69d78879b9a8678fcfa13fc74877a8579877483a3a6b48ca38c8a96f7faef958bf8fefb3a333a3c3a3b3a3b1f1a202d6c6c838791917b71857886908c9a8b8d7e7887908e917b716c6c7e87a0a582798480787698ab7c7489738f9d9eab73747f807776a3a5807a9a9b949f827fa6a3d9c4ccbad9e3b8f9b4c4a1ba6f7f8ea38e9b8e9ff9f9917fadc4867f9682fb7f6c6e7e828e947b7e7e7b87828c868b7f857b867c91947b806c6e837ca39a7f827f7f777a9e94738a899d8f7f98947c74847f7884a09a827b8e808e806f688e85b4a2a176d9b8b87fd9a2cc888268a6799a7f947ef9fa6d94ad98788a96da03fc60917e817e9160a88a8fb3978a9a7967fd72fe6779fcb0fc2f2d2f272f362f2f2736272c7c737d7e808e7f7f82777f808777868770777d80858e7f7f7f737f7e859181817c757e7c6d8e7e7c838069659d8e787c7a757d7c7f91838183737f7c67987f8bef8b927fc7f5dffc038b837fa498898b71737b7c89678a7f78fa577ff709fd7f7f7d7f7f85827f7e70767d80877b867f82767f7e80827f807c7d7d807f83837e7a7e7d7e9d87788683be697f6d877e787c7e7e808583818071787b7fa482897e03678375c701df7fef67928967827f8083787f7f8987748c7880a753f7aa01fd567e82748d7e778b7f87d3877f8b6980b60189800876fb0330285e55303b5e6f153e313f84867d7d7a7880827f7c85807f8487897c7c81808178818280867d7d78727c7d868f7c7a7e8b747b83825f5c8c8b757b818f7d7a7a727d7d807a84836a6c8089ab75ae8da6eaf4fe5175908e836c8a897a7984838585877f9ce76c7ffdfefc7f807d7d7f817d817e7c8081807f76877f7f80857e7a7d8080847d7d7f7a857d8081837d7c8c847583839a5f7f7e84747b86837c8278857c7e7a79847e837f8a7f516e9176a64af47fab6eae876a7f807f80798480858977899c799265fdfb02fe5f7e7477577e7687fa81f981fa875e793f036d790692a1fa422d4c50424e4c5a143826387e7c7d7f7c7d858480818a8783837d7c7d818387807d85847c7c7f7f787a7b7988866968818274748587706f82827374838669687d7a7679807d9b9c77749fa3927db49a909ee6fc707d979a7a74a8a3777d9b9c9ea7887f9da2837ffbfcfb7f7c807f80807d857d7d7d8380837a7d7f807d8a7e7c7d85817e807d7e7d7f767f83816982828c7384858c707f818c747a8881697c787f7b7f778b9b807a80a87a706697719059e67f9266b48d77809f84808b9a7e9e7d76879d947b84fbfd03fb877a6d7c6c7a867d909cd68c907bba8203040982bd78fafd4b423d3d4b533d49253126487e7e7e7e7b807f829283817e7b7b888b6f83817e7c807c81877e827e75807d7e927c7e7a557e7e85938f6259ae7e7b85737c807a7c807c7e9a7f817f5183818cfe7f856e818edffd137f826e9f83818c747f827f7066907fa1d24c7f8700fc7f8780827e7c7f7c806f7e807d7b72887f927e81817b7f7f7e7e807e807c7f7c817384807aae7e7b8793b5627f557e7e7792847e84757f7d7d747f827c9f7e8185137282708101df7ffe72858e517e81799a7f8182707b6e8ea18ab24b877602fe877e8671a37d817eae72d675ae7d8a76fc019776b760fb0236476662364966791e50445d80827f7f7b7b7f808b7f807e787f878a777f837e847b7e817c827f7f787b7e7c87827b7c63817f8098885e5b948175807d827e7c847b7d7c9f837e7d4f80868deb7c8672a490f1fc037c8472ac80888d7083807d6f6d8c7f9bbf557fb002fe7f7c817f80847f7e7e777c837d7873877f8b7c80817b7f7f8080817f7e847f7d817d807e7a9483758998b55e7f63837f7587807b84787f7e7d707d807bac8288880375846ba403f17feb7586934f8186769f7d7e836f7d728c9b82a953b08e00fd877e7d73797e827e967cfc7b967e8476f701b1768b71fc0231465f65314c5f70245938537f7d7e7f7f8183817c7b828483807e7e7b7b8584818180817e7d7f7f7c7f77768084727280827c7a879177778282787a7f847473837f777685758b887a868b949e689c8699d5e1fc59688d868186919476758688848c7e7f79896f7ffcfdfe7f7e807f7f817c807e7b7f857e83787e7f7c7f82807f7c837f7f807e7f837d77807f7c747f828c788687a5777f808c7c78807d727f7c7d777e7686867f818a917f595e8d6e9920e17f9e5e9c907a8a8b7f85868b7f8470808479768f6afcfb00fd867b806a817b83737e89fd987e7a9f9800033598b66696fe442c4f4d444f4f61244b2f307d82807f7b797a7e8f87837f78738c8e7087807f8079807e85827f7f7c7e7f7f86817d7c5d7c7d8295925453a97c79827a827d7c7d7e807f927e7e7c517f838bf77f856f8a82f6fd027f826fa67f848b717e7e7c776c8e7f9ec24d7f8702fe7f85827f7e8080807f707d807d786d8c7f8f7d83817b807a7f7d8280807d7f80807a7f7d7ca97d798895bf547f5d7e7d76867f7d827c7f7f7e71817e7ca67f84880280826a8a01f67ff7808594517f837692817e827776708e9e8cb14e878500fc7d80856b8d807e7d9e74fd749e7d8d74fd02b074a367fd03384d636c38506373285c405c80807e7e797e80809282807e797790916d82807e837e7e807f807f7e747d7f7f8f807b7a577e7e829b915855a67e768274817f7a867d7e7f8e7e7f7d56808389fa7f85718982f0fc047f8371b1808289677e827d7e6d8f7f93bd4e7f8f03fc7f7f827f7f837d7e7e6d7f807d7968907f927f8081797d808080827e7f867e7e8074827f7ca68276889bbc587f57827e768f827b82747e7f7e6783817cb17a8286047a836b8903f07ffa7a8593567a83788e837f827e796f8f9391b04e8f8402fd957c89669d7c867da179f879a17d9071fe02a771b46afd01354a6269354f6272235b3e57857e7c7c7d818585877e807f7f7c8c8e717e827f84818485777e7c7c707e7c7b8c7e7a79617c7b7e97955c56a67c7a7e6f7e79798b7e7b7b958088874b7f8289fc8088759184e7fe07807f75a77f86886d808787796e8a7f96bf547f9301fc7f77817c7e847d8481717f827b7f6c8c7f877f80837d7d857d85817c808b817b816f82797ca6817a8697b15c7f61817b788c82798270817c7d6d87877ca77b8686077c7f6d9102e77ffc7c88914b7b82789587888279727489968baa54939702fc8c7c84678e7c847faf78f975b07f9670f702aa70be67fc0133496262334e626f2259394c7a7d7f7f807e7d7c877f8582858487857c867d80838381807d7a7f7e868383847c82817f7d8c797e807a64668d857b7a85838080848180818281827f838b7b7fd190a684fefdf8fc678d858a8e8b818283817c80888b85808d946a83f9a3fb807f7e7e8080847d7c7c7d85808a82817f8180858085837f7d787c817f7f82807f8181827f91917a83808f687d778273808181847d838580817e7f7d81968a847e698f8283f189fc7eda8cb67c8889767f8783837e92887687797e946afdfb01fd6c95609492986a878df5eb89758f9bbcf5baf6c1758fe0f53538454a353b424a18191b197d7e80817c7c7f80848385848484818383868487808583807b787b7f81847c7c8985807c858b85878187716a84857576837c7b77858b82867f8088858a948286b79ea488d2f3edfe97c5acbc919b888e80827e8596968a88a1ad8283fdfcfca67e7c81817d7e7e7f7d80837d88828b80868185867e807c797e7b847f8081757d898b7b8086878883888d697d857d71797d847f8787887f7d827d83828f92867f89998c7ec499fe87cba6e78195929a75868495778f917b8c8f919a73fdfc12fa7f738d80907e7982b9aaa58377b57c99f7f5fb9d90cbd1fa3c3339363b3e30391b1c24337570807d7b7f87927a7c77659f9986a17d7f8a7c7f8883837e7e7f9083857d77858981847f79828c9da4726898967b6f7f817c838c957c6f7a76988da09d7378705a9195dbdbe4eecdf9a2d6a6b89dc89a9d8896a6a47e6dbdb7beccfaf4fdfd73777b7f7e748c847a8779789991878885878c7d8780907e7d81847e8885697e83818e8181887a769ca26485988a7b7a7a7a7f89918b777c757e9284a19d81726b62768bbeadfa90fccce882bfb5ca74a699bb6c969b4c92b0acc281fafe77fd5d6e82968f83878e9496b18e5aa77fb706fef8cef6c8d1f93733352a333728311d202c2d7f827f7f8181807d817e7d80807b84867282838384867a7c7d7381807a7e7f7f7f708180748f7b7e86816a62a58d7476807581827c8c807f857b807d69927e8bdb808d73cfe4dcfd03858f8a999b838478737d7b7b6f8a7c96e15b7eda02fd8d7e787e7e7b867c827b7e827b82758380827885818b81807d727e7d80808a838083757f7b90877b888cbb637d688f757969797d818f887e80757a7e7da18a86820a6f7a72c903f77ffd639f8b75857b7d797181809382708d6a81a756f6bd01fe6c85767c1d807b814581e9817e89798fc9038a8a0a6ffa00312b5f582e395669143c2e3b807f817f7c807c7e807b817c7f7c81867e8184847e81868580817b7e807d7e7f807c7f7d828d81837e8b6c678588736d7d73747484817f7d7d7482846d7d7981975b816fb7dbd9fc6385a1b07e879293746f80828c91847e93a77a89fbf9fcab7f7b7f7f80867c807d7d817d7d78867f7d7a867f82828481807b7e7f7e807f807c7d7d7d8e877f858b98657f7b8b67797b7f76817e7f7d7e7a80867d86828181517170728e4cfe7fb477ce8d7f8593807b82807b867d78837f77996cfdfe25fc3f8c73713a7e79805e8efc88fc7895782b028786a274b8fa4532574c43494657123323317e7e7d7d808384867e7e818182827a76807b7c7c7e8186897c7b84877b7c76747f79827d8a898a94848b8182818d756f7a7366587f7d736b7e7f888f6e7e716e80696c479f8da1c58681bfed8093bbe67c8883848f82817aaea0accbfcfbfdfb7c807e7f847d86807f807d7e81807d81797a797b807c8d837c7e867d7e8076807c7d7579827c9787888d7d869194757a7a855676777d6284808290848d87737b6b764d6f684dbf7a8163fd919792de8d938a97737971737d7f81cc83fdfd8afd8580748525767f816a7bc596ec738f895f02029cf85f93fb4c465b455157414b1b3d284d81807e7d76817e828c807e7b8178888d6e84837d8a7a80837b827d7e7d7e7f8089807e78627c818788956056ac77778170837c78847c82818e7e807d587e808cdc7d826a9f89e1fc04848877ac85868e697e7f7c7e6d8e8194c6537fa103fd897d817e7e837e808179807e7e736d8a7f8d7d7e817781827f827e807e887d7e816d827e7c9d807d85a4b35c7e5a857b778d807c807c807b807281807ca47b88841d837c6e7702ee81fd76918d4e7d807d918181807479708e9c8cae51817501fc84808272817f7f7c9878d17d847e8a77fb029679a663fb00384a6665384e5f752755425d827f7e7e7c828182817e7d7c867d8486757b858382827e7f7d7e807f797d8081877f7a796f7f888c7792665ca27c72767b7c7c7985807e7f85827c7a7180878db57e735ecf86d5fc047f928aa5848a8e6e7e7e7d816c8a7f81c05d7ec802fca07c817e7e857c827f7b847d807174837c8b798a83797b7e7d81827f80867d7f8273837f798b757f86b6b66383558a64768c817e80777c7b7f75847f799c77838c4387716a4a03fe7ffa7cb1905f7a817989848580777d738ca284b251688e0bfd8b7d916e66827d7d7d7bea82827f8c74fd00a772a96cfb013b456a62394d54702556395281807d7d817e83847c897f817e737a797f81807e827a80807c7f8589788c7e7f785c746c9e898b8c839e8b9872997b78787c6d628a77726b8b768b905baf7f875f39593ae4b58a8d866ba9c86779a8c16b918586866a776bb99094affdfafdfd7e807b7e7d768681888c7f817d837b7c7b7b797f7a6f847c81818e828b867f817282677766578b82978fa5899ea6787d8399517e6d775e7b6f799881bda98d8c76ac1c673e018d6a7136fe9b9685df83a198917e726b5b782e41ed70fbeca9fc8078978e767286978a59a0fcb07671f3fa02029aae6e11d3432d7f6546524e6b3d5c3a3082827d7d767c80818e827c7b7d7b8f927280837c817d81817c7f7e7e78807e80907e7e79627e8188858e5651a97f747f767f7d7b85807f7f8a807e7e567e8389d9817a68a781f4fe04848376b07e888a6f7f7d7d7d6a8f7f91c04f7e9a00fe877e7f7d7e85817f8273817f7a7669907e907e828377817f7d81817e81887d808071827b7c987a8088a6bd5181568577748d7d7d84797e7d7d73828479a57c7e8b29827d686702fa83fa7a938e4b7f807992808182787b6c92948eb64a748101fd8f7d8a6b76808579a274f17e7c7e8d76fd03a9779b6afe033b4d666c3c4f5f72265b3f5a827f7e7f767d7e7f8a817b788a7b898d6f8185877c7d817f7f817e7e788081818d837b78717a8b936b8c6456ae816a6d7c817d7b857d7e7e90807c7d4e7c8588cc826c58ca83d8fd038095919d7e878b738181807d6b8f838dbe587dc300fca48081827d83817a8279827a7c666a8e7e95788d8177817e80887e7f7f867d7e82737e7f788f79888bbfbc537f548b6575817d798175837d7e6b84847ab07f7c8d31886e664501fd82fd70b98e6583847d8e7c8380747c6f8e9989c04f5f7f08fd8a7d916c6b817c7c8d70fb8481819173f902907a7e6ef800394a7066394f56722f5b3d5a857f828579838285767f7873887e7a75787b7e7a8a7e7c7a787f8e9c767d7872937e7d7b927b97b0658e8486868976726c7c7568968068548381889149827470967c4f11fc85a5d44174a0bd9187a2c65a7d8b93936f8173b1bb88bea804fefc767b857e928184848493767c787b717c76777b7f7c74797e7d78a18189846f7f5a6e82786b61a689c2a18f858ba1717c8c9a647e6d7b4e7c7d869780c19a5c8a679e26610101bf7ab84dd9926d6bc483a69a9d7e646668846a74fd5c7f976afe7e7ccb786d7769816d5dfca5bf7b9d92fb010369b861f0023e46845f3e5858733c6232527e797d7f7e85827e7f7e8281848887857e8180827d7d7e7f7c7e7d8085857f7f86828181818a7a81857867668b817a7c89827f7f828681808182837f788b7b84d189a37bfefefbfd659c7f88918686817f7d7e7c8b87867d8d9d6b79fd9ff889807b837e82827a807d867e7f8a828182837d86807f80817c7a7a837f7d817e7a837f808190887a838097677e70857a808481807f898f7b7f7e8080829788867c6088807fe88ff982e191b77c85897d7c7f7b827f8f8a77857b7c936afcfd04fd508f7bbc5a778a9dd3d0b6aa6eda8dcfddfbf7ed0b86dcf53537464b363a424b13141c187e7e80827d818077837d828c85858386848d848a7d7c7a797c757f7e7d7f7c7e8584837c8798848382826d6c837c7468867e8789859e8b8f83838a8b858c8588aba89688d5e9d1fdace4a4e387a17177877d6f6d88947674967f776dfcfefee17d7f82807e7c7e7c837f8581818682848c86867d8280837b74777b7d777e7580868486818e8b837e8589697e8180728072797b83a49c8d83817e8583948c84808f958e85c29bd781fbbbfb8eb0a0916774787f739192747f73847d6afcfe4afb80697e889781757da5d08d853afb7f90fdf2fbad7abc8bfa3e334333373c323e1a1e2d307c7b81837a7b7d7a878480818b927e828f84837e758c7f847d7180846e5f807f829a7f8065607f85aaae837c817b6f668388888dc4d7808275678583828d75736b5d7a63a4a9a7cec8fea9d49c95818088a771759bb4827d7b517b87fcf4fbfb7f7e8281757d787c877b8b7c8c927b858388807c7e7e887c827b817f696c7b858d8883776f7b8383a38e847c748f6488918a747fc0ac917b757486858c8766785b656a8e6d69d87ae69dfe87bfb59e7893917c759d9d757a5162916efbfd82fd8274849dad7c665fb14bd291e5cc6d910502fcb1e5d459fb3f355b413c4035491f2e2a367a807f7e84817f81807b7f7d867984856d7e8586868c7d7c7e6e7f7c7b7b8182827e7b79698181878794645e9d7c73787b847e7d7e8681878f7f7d7b608b818ad880856debcee5fe0293929299887d807c83827983688b7f82df5b7cf205fe93817b7f7d7d847f80797f7c7e7e6d887e7f7f83818d807f7e6d7c7d7f8589838178787c7b99837f8597c3607f6e86727b6c747f7e998981836f777c7ea9878684127576729e02fb80fa78a58a7e8d7a7c726f7f7f888b728c7d7aaa57d7c503fc7e827d6b81817f7c6080fe834b867d85f4019c865c72fb00312c5f5930395566193e2b3b7d7d7f7f83857f7f7b7a7d7c848183877f7986867c907d7e7f727d7b7e7c7e817c7c7e768687858a768a736e7d816258896782807b8e838682797e7f7b8c838f855e7a66cbd3d4fc71b9b2cc82ab7f827d647a797b86817b8b917078fcfbfdc37e7f7d7f7f7e8380827f787e7a7a8b7d7f7d8a81877f7a7f777c7d7e7f8280807a7e767d85808283979a6f8277865774686d7c828e898481777b847f958a8d825a767175774cfa81da92e9929a928a766e77797d8b866f82686d9566fcfb2bfe847a8a726e8472799379f799069c6d988300d6bf42867af9472f5b4b3e4743552134242d7e7a7e7d82888283807e8084767f7975887b807b807f8993797f7c797d7f80817977747091888a8c7d87878c74826b657d676655827f8b9385818588768c818b79806c5ab98a9ea79a99cdfb81caa1ae868c645772706f5fa4728e91fefbfefb7d7f7d7f7f7d827e848383848283757a72707c7b868194897f827a79818180807a80737b75758b7c9391858a929570805e704e6d77748e8e7b778885969583848586646e5241a66c956efdabe8cdb88790906461797b66754f599374fbfd9bfe8377898b0585957fad5dda9d205c5a99d60448f0e17902fb4c416250474f4b51203a2a4382817d807a7c807f89837c7c7d7a8c8d707e838083807d7f7d7e8080817d7f7e85857c7c6776838789935b57a782747b727d827d89817c7b83817e7c637d858dc8827864b882ecfe017e877aa284858b707d7f7d7d6c8f8097c1567ea102fe8e847d807e80827b80787f817d736f8a7f8c7d82837a80817b7e817f7f7f80817f7980807c967d7b88a0b75b7f58847478907e7e827d7c7d7e757e7d7da28182852c817b6c6801f87ffa799291567d847888847f84757a6f8f9b8db5527c7e00fc7d7e85709c7a867c9d72e878897f8973fc02a0778c6afc02384c6566394c5d702d59415d7f7c7f7f7f84808181817e7b877b7f83747a8584858281847b807f7d7c818081827b797681808d926b8f6f67927e6a6085827b7d817c7f8183887d80727789909082674cf484ccfc117d9ba28f8a888c76787d77857086777ac35e7afc01fdbd7f80807e7d7f7e7e868181807074857c867883807a7d878185827b80847d7d828181797a6c788887beb36a8461915d73887a7483727c877c797f847b8e7e898b718e586a1d00fd7dfb72ca916b84877b878975807d796c88927da6544d852cfe857d89766c808378a06bfa8b6b7f9873fb01a2799c6afa023e4171603e4a526f325936577d8c7e7e82697e7c8576858675cb7d818015797285b98a907b7e7d7c827c83836d8b75778e30796c95fb96a456ab6e6b97206a6080a6868a84697c7a8fa49ba8429c655dd23d7d6b88d2c7f152f588858638706a6b787877997f6157fed7fcfc83827d8077787d7a7a7d8586978f857f6a766f76816b9387848c7b7d7c7e828099967682555f6b6f7f789f97cec570784573567980738b8173748279777ca191dccd647903016c537f3ffdb1e3c294756b76677b9c9b6c873738774f78a7aafd837684907a6a957ba25d69fc62746d6dfe0001fc74971b425a1f8b774c5566774f5c4248847f7f7e767e818189807a79887c8e8f657d83838a7e7c7b7d828082757e808291817978657e8a8d7d915651ac7d71787383827d867e7e7f8d807878667e8c8fba80705fbc83edfe017a8b7ea68481886e7e807d7a6891828bc2517bb302fc927b7e7f7e86817f8077827d7d6e6b8f7c997b868573817c7c8480818085807f8372807f79977b7e8aaebb537e4d8570758a7d7c84787d7f7d73827f779c79828c3c8779685102fd83fd7f9f8e5d7f7b7a8e808082797c70919b8eb14d5b7c04fe877e8d69887e817e9d70f479937e8a6dfa00a279856afc023e4c6a6d3d505d712f5b415c80807d7c7d7e84867b8377738d7785867784868a7c7d82867c7f7d7b7f7c8285848277718a7d919c558d695ca37f6964857f7874847f81847c837b7774798b958a846145fd84cefc037f9ead90828481717d7f7f866d8b867dbc5b70ef01fdbf7f807c7d827d84828488747c6670867c897291838282867f7f837c7e827f818378807d75756d918cc9b95b815f9053777879747c7d7c80837f827d798b807f907c9261620902fd81fb73e8906f8b6f7e8c7e877e717c748c9c87b64f24771afd857b9c6f5e81877d8e68fa8b667e9670fd0292877b70ef02414a766340535173345f3f5d7e837d7b887681827985848974827b78847975718c7b888c768284867e7f82857086736aa36a84858099929d59877877897a64558d817e7f897d7e7d788494a448805338fc898d8d6d69b0d156909aa37c7877726d717d77b3b5696dce03fdfd81807a7d7373837f888a8a83908d767e6d786f7873678d848986897f82838584908c67784b54847a9d86a691aabe758075894a716f6f7c837177827792869c99b9ca3e6602007a688c37fe9eb0a9a7828186757a8b886a8754549a4f4b6fabfc8273958d7a698f7f9c538fc38872717bfd0004b085816a025245947b515c67805568435e797d7e7f8280827d7e7e82848884837e8086838681817f7f807a7f7d7f837c7e83808182838d777f7678666b8886797a88807b827e898283837f85817e8c7f82c18da67ff9fdf2fd6f9d8c8c8d8c807f83817d7c897e837e8b916a79fba6fb8b88837e7e767c7e827880847c868483818681837f837b7f817b787e8082807e808481807f978c78817d8d687c787d757e7f8d897988898280728284809388837d69858181f291fd83e69abe7b848775807e7a817c938d72847f7c996afafc01fe6d807c7cadc55a9a86f4d0859c9c7090fef8f8c693c4bdf93838474a353c404a13161c1c7d7e8080888a7f7e766e7f83868f8a82858a7d897b7e7c797d787f7b7d7a7e7a888c86898a8d807b8787736e7c7d7a77908797968ca5848d7f88868387897f8e9c919383e3faeafc92da9fc47f82636f8d8371667d8477788a817364fbf5fcc47c7b7f808c8b857b72757f7f878888868b85857e7d807f7c787a7f7e7a7b757f838485839290757b81887e7d807b717f7a82838ea79f8f8284837e848c88867f818f857eb79cdb91fbcdfb6f9290896d767d6a788c8979817784716de6fc4afd799f6b88b5896974b6a6858263fe8b8efad0fd98358b8cfe40353f363c3c313d18243332777380838d977a77847e86837979868b8ea17d7e7a747d80848586866c617e827b717b79949f8385726f735c7965767e7c837772bce0848181938b897e85857f8e877e8f8e93bfc5646dcffd5d127f867b956d75a3a4768282927770fcfcfbce75797e81928b827b81817a827c7d8784a6927e7a6a6e817a8b87867e646c7e7e657484819b97828574826e7a72737b7b8e867383d0b87f7f9d8b8386817e746b757c8f937960a0785f48fd8e28457c749e888380af9c82898a977878fdfb6afc6a968372f858906053ab7377aafea5748b42001290bdacfd4d3d4e423e4c4b4b2636343c80767e7e808381827d827c7c857a87857785828477897b7e847d7e7c7f86808183767e7c73837f837f816362978174758d758282818a848282777d7b69948286bd7a7f6cddefe7fc038b8f8c8c8c808276727b7c846f868288e05f7cda03fc987c7f7e7e8183807f7e7a7d7c77748581827886818d827f7c747c7c8184827f81797a7d7e92867e8693c0607c698c707b6872827f8e87827d7980847c9a7c81833a7c80708e01fe86fb82b0888690757e79767c7f827e73896e7e9f5bb7bf05fd628678776e84777f9873fe860e857f87f602cd997d6be901372b615d383a51641b412a3c7e7c7f7f817e7f7e7e87818382797e80818a88897d8478797f737e7b7e867f7f7a707979887e86816f90777d765c634b8f618a8f7594878d837d807a8099899d826f7351dfeac8fd7af9b9f47abe6a5a8b67767174847d7b83616355fdf8feed7d7f7e7e7e7d7f818282837e7c797e7f837f897e8a887d8171767a7d8384807f7d7d7b7b70757c829fa178876d7d556e4d5c8485a6958c847577807c8f8e948b7884696e643eea80feaefd9cc6b46c6b5468727d9b8d728252557760d4fb48fe8079887d6797668a786bda7704a27184bf04fdfb1d9a4cc3482c61493e41455a27392e2e7e80808180797b768286868b6f7b766f93748989799683897b6b76738382858a738675728d73808283a4919b5b6f50409f4c8a8478a4949e82717a758789959b6d7f6859daa0a2b09be2d6fd86f86b669d6e635f688675798d5c6e5cfcfbfdf18482808074787b798782878884827375676a877e98968788707276787b7b838593977f7a62627c819fa18d95999c515e262c7184aca59a8d7371757582829591a19b676f4638b97ed8b3feb7fcfc82605d616c6a95977d8241436650d3fb90fd83797c8a599c6378b14dbea902b35f81c201e4fc5da001be4937645447444b543c3e344880807f7f80818083817e7c7a867c8c8e687f81808a8481807c797d817e7e7f7f827f7e7c707c85857e905653a67a777f76847c76848080818f807e7c6083818ac77e7a6ab482f2fe027d8278a7828a8e71807a787a67897c8cc4587dab01fd8d7f81817e827c7e807684807c786b8a818d7e8481777e817e81817e80847e7f8074807d7c957f7e88a5b8557c5b8a7779847b76817b7e837d72827e7a9b7b84883e8079696201fd84fa7b9e8d5b7e807a8e807b827e7c6e8d918ead526e7d01fc8181846e8c7f827c8e75e57f75808976fe03a577936cfd013c4c65683c4a596f29593e5a807e7e7e808182807d7e7c7d887d7f7e7b80888f77787f8182857d797e7f8384767f77718a80888f658c756e9980634c8787838a797781887e8179728e7b91a772896942fa83b9fd0b84add0968477697d807e797c70888675b95252f602fce17e807e7e7e7c848084857b80727c837c826f8c828588877f7d7e777e817c7f82858377796e6f7f85b6ab718363944d76756c7d81858289827e8480787876998d8d9d57721e00fb72fc80f19c708667737d81787d7c7d688ba1849b4c298029fe857a947b4d897a7d946afb91637f8c70fb0299858373ef0344417857454e4d70335935528085818179747a7a8a818481708c7e858b687972799e8e958170767383777f7e7ca9888d7735695f9cb59ba453915c59a72f7b746fa08a9275797675a17e908d53cd808bb65075647bf9e0fd5dc8594995527f7f7b908d906273443dfd7afdd97e7f81818a877b7a666a7f7fa39f8986585c706f988c9592787d737675787e7d918d898f7a7e6163656a9ca1d8d75e6a18386c7aaa97978a8e897b7638498c81edd68d930103733eb86ffcddded1594840527589959383999b88553b095b8efd7d8a31a24c8d757690851ce314a0b43bfe035dce3c8efb007127868152546e72525d345e7d7e7e7f7e80818084807a78827b8b8f76818683807e7e807e807f7e7e7f80808b807879717d8f91758b5550a77d727577817d7e8380828081817b7b6a7d8b8dac86685dc882f4fd037d8481aa808b88707f797b876a8c807abd537cbc01fd958082807f847c7f8279857b7b726a8f808c7b888279827f7d837f7e807f807f80767f7c788c76848dabc04d7d53876a77897980837a7f7d7e7d837f799278818c588978624300fe89fa7eab895885777d8f7e847f6f79728fa590b04d4b7a09fd8b7a896f63867a7f9370fa7f827d936ef90197808668fc02424e6a6c424e5b702d5a405c7e807e7b847c8388758377708e7b8284787e868f7a7f838681807d7a817d838975847569997a90a1588e72669a7d674f87817b7e7e7e82827d847877877892a16288582ffd81c7fd1181a2d192817f707b7e7e80836c8b8371bc5766e503fcdd81807f7d797d82828f87747e6774837a837192858884897d7e8077817d7e81848787777661689388c3b6648765934b7171757e82857f827e808085757a778394a09e5b5f0301e581f673fc916c8e637a817c8580777f6f8ea284ab4e1d7430fe8b76a07068857f7ba360fe8966818b6dfa0092887772f5024d4b7b5d4a5354743d5f3e607c847f817e757a748f88868c677c7c79907c77747d7e8e967b827b79887b8486668a7e82926a7466909899aa51876860a0766e627c7e878f7b80746ca67c99a8298b6760ed77816d7282c1f94c877b67917d7a7a74728a8d7fb54b3dfc03fefd848381827b7b767674758b88989a797c686975797f78938784867b7c74768381a497818858686c6786749f9db9ca687657665e77837c8c8581837573555a9993e5de6f7b000368528e4afdb5bcbb6c6b696f7b808c8c7f9086776d4009489bfd837d6396647b8d759c6a54bf5d809b53fe0102b76a84be026147967f5c5f798462684171807f827f83837d7f8686857f898083877b8381827c817f8280797e7e7e817f7e818083817784767c7f7a69668e887e8081817e808385827b837c7f7e7c867e81c6899c7eeefcfdfe79a084888686807f84807e7f8286867f87966c80fda6fe897d7e7f7e7f81817f877f7d81848086807a7d867e84818080777c7f7d85837d81817f8081898883818691667b7d83767e85848079898380827c7d7f7e90897f8065857d7de38ffc87da9db57d86867780777b807f8d8d7584827c916cfbfc0bfd518e986d838d768a98bcc89669bb71a9d3fafba7029dcefa3939454b373d424a0e171f207a7b8383817c7b7b878a868681827f80838589807e8377787e778283858d8381817c7f8082957d8588876b71836e8479858c8792839480848a8a887f878c8181a293a38de0feedfba4eaa5c08c896b6e8886757983867a7e8b8e7470fbf1fcbd7d7d81807e7e837d89847f808082897c858178808184797f787a827e898d7a80797a82868e8f838089877284777f657d818190869c8f8f7b8d857e808a87867b8a878586c0a5ea99fec2fc79908e916f837e767e87877982838b7e6ff9fb36fc3a8b8582f584798878ba9680bece8d813df8fc896ba69ffc3f353c36393f30390c2131357e7c808178757d7978657c7e94af83828589828478787b8090a88081838883857f8182807c6b7f85828f777d7b676e5f634b626aa4c98286797b827e8fa2867e828575707d91a1ba5a16fdfb6a868e7b95a575868891797aaab89297fbfde4a37c7e808179777c7a67717f84a2988079938a828a747a7d89a799887784868085827a837d79827d837f7e817d677a6950696e738eae9f7969797c7e849c947b7a8c897e6b685fb0a33d18fcac8b8087799f98818a86847d86a9a0828dfefd61fd79716baab56d9a848862767838fa7eac7f5d017bf991a6fc5139524e3f49493a2529463b7d817f7f7f7e7f808183807d8d7a87876e8186828180787b817f7d7d7c7f7e7f8479807e6f837c867788645f9f8a7073877682817c788887817c817c748b828cc7818569edbbe8fc069d919094867c7d798878797e6a867f82c75677fb02fe957e7d7d7e80847e817c75817d7f7787817e728381888a7c7b7a7a7d808083817f7d7e7f7d8e867c8399be5f7d68896f7774748283889086817b737e7e8f8887863a7e806f8c04f68afd8cb7856e896d7d7d6c7e7e828b728b7f78a057a8c202fe858174714e8776818181fb874b867e79fc02c68d6675e30332305e5c393752611c422c407f7f7e7e807d80817c837e7f857880807f8887897a81797b85767e7c7d8480837e7b7970837d878a6e8f706a774e67578c878f9f728b807d8579807e7d8f8898887b765ddfced2fd79fbb2d4889b6558836880827d8b827f74696364fbdefcc9807e7e7f7b7a818085877d7f7975857e848389828a847c7e74787b7d81868281807d767974737e849ea569815e6c5571696c948d8f8c807e76768279918d918e70836f697247fe88fdbdfb9199a16c6b70727c818c8d75865d588562c6fd2afc7f778c588b8c6693796ccb4205a26fb4c303fbfa578459dd48305e4c443f41571e32312280808080797b7c7b868182867478757196809397647b716f89777f8285808382748a7d808d74837e72a183886c6056399a7facc37aa37b717c7678728b8089947a8a6d64e692b3c28ffcccfb98b94e3a8b67828b788c898d74686458fcb8fce87e817f80827a7e7a7e7c858781827578786c8f869a9b797a66697b8379807f828f927b7b6863847ba6b37c90626b4d5256569dacb6ba8e707a787d77757b8790969b7e755c31bf7dfbfcfeaebecf65455b5175898c907d8a72676e5699d964fc827a789161c25c81a249a56d01f67587cc00fafe377f768a493d5f4d4c3e44523235423580817d7f7a7f8480867f7a7a867c8e8e6e7f7e7d847d81817f837b7d7d8081818b7f7c7c667b85887d945854a57b767b7a857a7b817c8985867e7c7a647d848cba7f7a68bf84f2fe03808882a67b83816c7d797d806c8b8193c2537ba602fd8b7e82807e7f807d837d807e7b736c8e808d7e80807c817f7e7f7f7e7e8478807f78807f7c937c7e849eba568058887577847b7e807b7d80847a86817d957d84884b867c6c5500f586fc7da68b5e816e7c8f83827e76776e8c918dab526b8002fc8f7d8b6d8b827e7c8775f67b687c8877fd01b179ad69fe013f4b64663f4c596c29593d5b7d7f7d7c837d80827c88808182727c7b84898c91727c787a8480807e837d85877482736a8f7d8a8e618c71719e7c6149847e8e9b7a837d7a7d8276748e7b98ab5f806140fc87cffd0f8da5c69d786b5a777e838182708c826fbb4f5ce803fdca82837d7e7878848187837d7e737d827b7e6d8b84908c7d7d747d7c7f7b7c7f828f8a767a686c8385bbb5728459884871767391868882827d7d808275717594919e9860661802fc81fc7eec966b8c5971837a79847c806c8fa0889a502b8217fe867c8d775e887a76a56be49757839d66fb02b67d7c71fb004c44715c4a4b4e6c365a3751808081827a8078778876898b719273749360908b6ba87a80896c7e7b837a7f7c7c97888c7d5a6c6187ca99ab6a5041329e75a3ac6b967574747d74789c5e887e55a28791d05e8f7851fbe3fd8b7c402d8461979e8a86989851b8444efe31fdc47e7f808285837b777575848893917a765b5c8584a3a083806c70787d787b7e7e8689868e75726a6590949caf8d9843494d5194a6a59a867190897e77545c8475c6c185980b00963efec1fddb6c8947336b6c86a1757e849dbc986f47155f63fd7d866a953c9f64788a77949c2da29d5afe01fc7c636ef3016c2f74735d525e694b5f486281817d7d777c838484837773897b8e936f8385817b7b7e8183827f7f7b7e81828e807875717c8c93708c5a4fac7d6e76777f817d82807d7c80837b7c70798d8ea384655ed185f3fc027d8684a88488846f7c7e80876a8e8179be5277c501fd97817e7d7d8182808480817b786f6c93818c7c82818080847d7c7d7b80817f7e83787f7f76847a828daebd4e7e5784697781817d837f82817c7b8486788e797c8f628a7f613a01fa8afd7db486597c6f81917f81806d7c6b8fa887b14f418602fc857b93698b80807e906ff57d7f80996ffc02a97a8269fc02454f6c6d454f5a72305c3f5d7b7e7a798b80888871817776907a7e7c7a798a9878877e79837b8181847d878c6f807168947995a05c9870679879664f827e7b847d81807d7588726b957799ac5e885130fc81d2fe0f789ebfa08a7f73767b7d838c6d8e8e61ba525de801fdd683837e7c75757e858d8f7e7c6b70757c8277a282888178817981847d7b7d85888e8a787064668e8bbeb07184649439767a77887b847d7781878279726b74899ca6a05f580302e38af57afc8c6186637e847d8780717d7890ae8ea04c1d6b34fe89759c736c818276ad60e18e6881a161fd019283746dfe01524a7961515454743e5f42617e818184797f756f8b7e898e6d80787792797f7c71838990847f7c778a788381748b889287726c5a8b94a1b65d7c4f3ba680858d6e7f7e806e846e6ba974928e3d91727be87e8a754880cffd7a8463468c7c88928574969e54b2433cfc03fde38181828383827772737687899392797c676480788f8a8f8a7a7c777972747e80928e8c926d72665f8684a0aaa1b54a5c565e808c8f8b857e908d787052558685cac9828a1300844dbb7bfdc1869652567271868f777d879eb5a06b3a013b79fe81846893568b79758d7973b1438ea850fd01878e6674fe026d458a7d6b5e6d7d5a6e52787a7b7f807d7f808081827d8089858683828280818080817d7f7b7e7f86827f7f838185807f827e7b7e7c6a6c8b8e7f7e837f7f82807b81828283827e798d7a87be839f80f1fbfafb78a17f8f8e8e7c7b7c837c7c8a87828081876875fda4fd90807f817f817d7d7e7a7e7d7d8b8382837f848681857f7d7a727d857d7a7d7d808985838190877a817d8a6a7d7f846f7f8684887e8f827c8083877b7e8c888880688d7b7ef997fc8def9fc979708376808884817d8c837a8688769169fefd0bfd5d6f857289777985e1b8c3a0baa58caa0efcf86f8a8fd0fc393a4649333b3e490c1c211f7c7d807e7b797d7f84867e848797888185837f837c7d8181837f8885818286849191847c7e857d847b7e72759091867a8c94858986897878827f7a7c86878484ac8c9e80ebfbf2fc9cd29eaf8f90717a7f847d80848780808a877d7afee8fea97e7f7f807d7a7e7e86817f8488888482857f86827f7e7c817c7e84807b82897e968e7c7f7b82837f868b717c86887080998f8c81938f877b868271828a807d7f8f8b887fcfa1e299fab3fa778c938a7080827d7987867b7f80828f76eefd2bfc6a7d8a944c738587d5a38b9bd28b7b72f4fcfca091a68bfb3c353b39373e313918252a317a7a81817f7e817c908f797c7e6f92908e9b757791898b7f94998c917d7d81857f888a7f788a686f5c4d7370635273648aa8a1918f8f646188827d7ea8a18e8a85879b9aa997f5f8818ffafaa89b4f5e7e798a8f847d8e87b8c38c7efbfbc982787b8082867c797a8c8d7f8771788a7da58d917386857782a29a8b90778085858f85867c7f8465755c586c805c5c6c6f898e848f96998e4d89837684ae9a8988688b838d7971fea1968dfdeca9917919867b82917a808195cab4867bfdfc23f963929c66d3b9a57890d84260f7e9949c290670a179abfcfc4441383a3d49332b1d2034407a7b7d7e8a838080807d7f7a8d7e8689687c87817d857c8079747e7e8581807f71747d7f6e91828385865e5ea5827479847d7e80868a858289817d7e7386808ac676806df1c1f5fc03948c85aa817d7f6c757c777d6e8a7e86d65a74e901fc907f7d7f7e7d817e807d807e7d766e86808375848388847f7e817b7f7e828380807d7f7e7c957e7d858ccd5e7e618a6e7a777b8a7d7a877a857573807a939188873b73796f9b04fc88fc7aa385688e737c857b807c868075898779985b9fd70cfd867a7d726a84847eb07bef7f7e7c8073f901bc818871fa0331315c5e3832555f20412b3e7f7f7e7e7e8181837f847c7d887c84847a8184877d7b7a7780808180807c82807b7d7774827d8a896986646489567a707d998790807a7d7c7d797c7d8194878c8f777668ece5e6fc6afc9ca9937d696c7a7a8483847f87866b7c5f6cfd93fbae7f7f7e7f7c7e827f83867d80776f827c8f848b82797c7c7c7e7e7d80807f7d8281817c7879777e8a93a86179545f627d8b8e94827e827b7e7a79817c898f8687717d7d6b8b4efe93fce7e485717b72737b77818485887b88775f9060a2fc16fc816f8b41f96b8182a252ad0199747d8a6e04fd6071898f7045335b524839425718233a2480807f7f797a7c7e8386858384787772818c939f776e67508187909f817c84837e847a8a876e836e66967482864c684386b6afdc8f755244738172658d808a9a79997d6ce992caf486fbc2fea38f382c6872acb488879aa96e7b584bfd9dfee37f817e7f7e7a807b8283808177787c78908c8b916c7071658384868f7b7a8084888b7c85756881749ba6728c484d6265acb19fb07d7a765882817f7273787d8a909881756446e285fefcfca46d7d6c417d798caa7b88889b9079815c7aca33fc817e8162bb4a846dab5fa104fe808354cf03fe5d7b7d90574b41584158443d4d31324e37817d807f78817d808a7d7e7985798a907280847c828180817f817e7f7d837e808b7d7e7d6280838881955753a97c7280727a7c7881808082857f7d7e607f8889c8817766b17df7fd0180857caf8585836e7e7b7d816d887b8ab95381b002fc887d817e7f807e83807a85777d6e6c917d907b80837f807b7f7b808180897b808074827e7b9a78818a9fbf527d52857774867e7f808279817d7683837a967f8189457c7f696002fc87fc7ca48b567d6f7e8d86818077766d8b9792a855688602fc927d8c6b9d788b78a26ffa7e9f7b8f78f8018c7d9768f3023c4c656a3d495a6c26593f597d7f7d7d817f838379857d7a8a7585847585868e7c787b75847d8183847b8486787f717290818d8b5d8c6264a77b6f5f7b9085957a817d77758976749372959f65806958fb8edbfc028595aba878735a717a838a8f6d8f8b5bc64857fe03fdac81807f7d7b7b818288847f7d7277837c85779085868279797a817e83797d7d8589887d756c67798bb1bb658060824e78777d9282847c7d7c85817e76707a8c9195977d602703fe84fb92e3915d7d4a7788828d8577797f8fa78c88532c7b09fc887b887563897879aa69fa7f5d809a66fa02ae7d916bfa024a416f604d4c506d2c543a52808081827a827774897d8e8f717d6b63927e9ba86c8466598a7e8c9684778282808685908179715c769593ae7b5e46188b95b4e478746345698b6c6b98708c8c59957b82e971b7bb40fdb9fd9f5642146f91a5b99c68a3ad52b94238fc2ffec57f807f8186827e78747b7e8c90857b686b6d94969393746a6f76818e77787e8082818a8a7271706aa0ab85a96a6e45447778a3bd9185745394927b72636a8582a5ac7e872a02d064fdecfeb64d5c4a41848c8dad666980a6b79d804338712dfc7e876d96449767738873a87f5b94a355fc03fe4a845ed8015f3b6b5662464c613d5b4f517e7f7e7d84818383827e7673837a8e91758084837c827c7d847c81807b7d8283838279767a7a8e966791564faa7d7076787a83817b857c7c87857579727791919f866156dd80f4fc017d8686a9868883757b7f7f826b918172c05378ca02fe9c7c817d7d857c84817786787a746c90818d7c89807d7c787f7d7f827d867e808274807b7b887a898db7ba487c50846c76898385847e7f797f7b7f8476947c7c9058877c5c3603fc8efd7eb6885b7c6c808c81877f6c7b6d90ac8eb1503d8008fd9576936b70837a77b26cfc7d8084926cf900927f786cf201424e6c6d414f58702f5b405979827875857f8c8f747f726f8b7e8486807f868b72827e7e867d80808976898c70876a69a2769ea15089625e9c7d6c648b7e818278807e7d748b72748d709da058944a3bfe7ce8fd097f8ba197888a7e777d7a7e906b8b8262bb5669f703fcbc87837c787076808b948f7e746a6f7e827e7892828e807a80797e7f7e787c828990877d6f55678693c6b56c7762904d7c7076887c86847d808c8384716a737a9db09f74530101d997fb7dfd7a6783548a87798f7a697f798bb58c9f50087629fc92739f736a828272ae58fd886681a068fc02a88b736ced0253507567515153713f6042627b817e807e8176708a7b8e9973826e658c7990976f827b7e897f7f7b8e778b8b6d877b7f89747a68738c8aa88385512b927a92a76d847a77678c6963af7399a14b936f62e979acae247ebefc9e815d2c827a8b9f916d9ca643bc3c38fe01fcd58482817f8080777674788b918b887370706b9186908b8182737b7b7c6e72818694937f81706a74699aa38ca97b9739586970969492897c7a9a8d7b6b495e8995bbad6d741a02cf60e687fcb8608249527c759390697a839fcba18c36025739fe8b806e8d588d716fa86da8935191ab4dfd01b074716afb0162467d686154567646604e687b7a7f7f878a817d7e7e7f8481838483818085827f7f7f7c7b817f7d878681817d807e7f8d8d7d7b7a766b6c85877e7e8d7f7f887f857f837e827f7f8d8e7d81c08b9f80fbfdfcfd759c7f8a8580817a817e797d817c847e7a8c6b7efba9fc82747a7f7f8c867d818282807f887c867e7a7e7f818585827b7f817d818c8a817d78807f7f938e7b817c8c6b7e828076847f7f8776857f8182827e7e84938d837b688b7f80fda9fc82ec9cc174828776807a807f7c888378837c76936cfcfd02fd33979a737e71aa979da0e595e4719aa0faf9f7957e73e4f9393a4449343a4049101d1b1d7b7a7e7e7d8380808986807d877e828487817b85858483867f867f807d7c80808a8a80827d8a85807f91746b9085898292987f8c85877b758989807a7d808585ab7ba682fafdfcfb8aba7f8e9089747e8786837a877f827f7f91747cfabefca4787a7f7e807c7b808c89837a817f887f8c868384828781898b86857e808383807e8a7f82888070859391727c8089818099988972828481788c867b7d888a8e80787b7f82fcbef7a4f2baf9708085817c8c818379817e768492918c6bfcfd07fb607a93879e88a27aee84b87bfa8893848ef9fb7b9d87b7f93a393d3c33392f3c172e232e7f7e85818a90878082867881877e8d86837b8e7b96a3b08d95a57f7e898d87828b8591797e867c8a8f9d58828255e28d7f817f8a969d4e73828978807e8d7c7a7c5ebd7db4fbf9fa03187f84825d1c788381708b87818d7b8fa65882b4b3f9617d7e7f81988d838381897f808581817b7e818573b69d878baca5828098907b8098857f79878d837aaca66282295d818689817374b6a3877281867f8187867b8a5c5e7f7dfbb3cf617c18fd7a295581717e7b8583857e7d86ac9d9b82fbfb2ffa7e9781847fb39b97a088a72ba0b3828805fa012b7f85a7fa4c40293d36403b3d2b3645367e7c7f7f817a807f7c837c7d88808a89747b83807f7e7a7f7c777f7f8182808082847c7f6f8482818083595d92857c7d8b817f7f7f86847f7c7b7c7d6f868284bb747f70f5cdfefc048d7f829285828174777b7c88728a8080c9597bf500fe8a7f7c7f7f7d827f807d7b817d7e7287818277808280867e7e85777e7f7d7a7f7f7e847f7f9086778487c9647b66856e7d7881887f807e7e7f7d837d7d9084878143747f709600fc8afc8dab7c66856e81827b807e7e80778987839a5d96cd02fc7f828a6d688774825881fc892e878982f803e489686dfc0336335b5f3a33535f1b4128417f817e7e7f7f80807f777a7b87828888787c7c7d81807c8177857f7e7f7c80827b817c7a7f89888568705e62946e8d86828f7f7f8177827d7f807a7c7f8288898f737769fbfcfefe5ef07f90946f7175787a8284877d8883689e5e77fb60fe9d80817f7e7f7c80827e807b7c7c7d8a838c7a837a70777e8186857e807f7f7d807b817f7a87827989819e6877656f6e89958f847f70807e7d7e77837a878985856f737f698b60fd9dfcf0e06f656e6e788c7c83817c827488817096628bfc01fe87807a61b8528a8082989548fe527a98a102fd48b8609502443557544b353f541b2336237f7f7e7e807a8482757e70748e7a9b95648359648b5ca299839e7f82807a84827d897d7b907d8c8e608e54589f4fa19582f47f838b5d5c6375867077907e8c8a81927e68fbd0fbfd77fe7f969f495d636482a59b8e719b91609e546dfb78fba37f7f7f7e7a7a80828a867f77747184919a8285635e5d759b919e837c7a7a7e8280897f7b787e8a8a949e746c57496c9bc2f4967b5e5c75658a7e7f74787d748e7e927f687d78fda3fcfef368574f6c699a83859a747a7a95948e8a587dd001fd806b8b479b009e698b69a105fb008b67a941fb059b4aa13e473d4f4a503d364a3b283f27817f7f7f7d7f7f807f7f7d79897b898d6a7e858087807e7f7d7e7f7f7d7f7f80887f7b7c6d7a888b78925655b07f767b717c7f808784807f7f847d7b6d7c8889b6887265bc7dfcfd027f7f7bb08488856a7a797c896c897f78ba557dbc02fc8b777f7f7f8a7f808074847c7b796c8d7f8a7a83827e84827f7c7e7d7f8a7f7e80707f7f7c997c8089a0ba547d55846e798a7c827e7e80827f747f8279997a7e8b44887f655d02fd8bfb7fa483557f6e838a7e837e797b718da092aa555d7d00fe9479906b79818479b070fb7879819070fd02a677786bfb023f4d646b3d4d5a6b295d425d7b827d7d867a8284728378769278898d6a8583858d7a7e7c777f7f7e867b828078867577917e938c5990575db279776f67857f878d7f807e728a787b916c9393688b5d58f781fcfc01947f8fb17487736a7f7b84926e898359be5773f700fc9b82827f7d7b7b8180868a7b7b696e8a83967f8f7a737f7480847f82807b7a7e8487867f77726c7493b9be6a734874468b98859a77737a748286838476727e8a8c888b7f582d00fb9bfc94f46f4879468f96858f796978748db990945d2d8103fc8e76a16d8f768d76a765fe867b77a165fc0098868f6dfd00494568664b454b66335436547d817c7c847c8485748174728c7e898c74857d7a847881887d7f7f7f847a8483798b797c936c96915b8e585d9c557f7672a47f8184747d737487747493729690649a5c5bfdabfcfd43fa7f989c517f797486828a8c6a898a5bc7586dfd0ffca981817f7c7a7a7e8387877f74726a7f8a8e8688747874778b827f847f7a7c8085868b7f7c70727c90a1c7766d4d51588698a4927d7878777687817f72706c8291939a7f5b520feaa9fcfafb664d5558888e858884727e7f8ca18e885d52ab14fd88778b6d957b7e77a05db943b17b8b5dfa03fb42956db8034d38635c5d38455c31454a4582807c7d7a8085827e8374768d778f91727f8385847f7e7a7c7e7f807a7985878d837473747d9396708d514ca481757974807f828483807d7e857475747693919589605ad981fcfd02797f80a4838981727a7b818d6b8f8570bf5176d902fc967d807f7c8279798781857e756c6b8e858d7a8e7d7b837381827e857e8280858276837f7287768591adbf4b765583657e8b808b7c7b7f738481838076877d79966d897f5a3402fb96fd79c07e558165858d7f8e796c777091ac8db34c348102fd797e936b7b827a7e9d6bfe7f7e82936bfb01987f7a6bfe02444e6b6e444e566e315b3e5b79807c78897c878a738272708b7f898c747c86857d807e7e837f7f81897a87896d876b6d9c77a09b5b8758569f87726e857a7f837d80807b738b72769c6ca09c4e974548fc79fdfd04797f929f888c7c747b78808b6d89805bbb5771fc02fda683807f78787a80898d8b7a766a6d89818e7b8d7e7d807f83807f7e7d787c7e8a88877f6d666c7a9cb5bb68715b884c82817a857c7d807f808d8284706677839bad977f481002daa6fc79fd6c5b874c908e7c8d796a7f758cb5879656107924fd8b73a57477837c74a05dfd816e83a55dfd01bd817774fd01544f6f6c534f536c45603d60768472708c7991926d826d6c8d818d8f7b78828379867e7d83807f808c779190758c686a9a729f9a5c9252528d7c777291777f867981807a6d876d729a6a9f9550994f58fd77fdfd19817f8d8d8e87777b787c858d758d8b5cb35269fd02fda08c847f716d77819094877b726f757e8b80789379878175847780847e6d797d92928c7f6a5d6a8795b3b36869728e52876a778778878675809482836c5d72779abe997f580102e3a0f481fd71727c528b8078937b6f81808fb392965201771bfd9571a97770827571a65ffa935b82a95ffd028d937077fa02594d6d6a574d516a42623b62
