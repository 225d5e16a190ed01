//@ title     RAISR bank for film, 3x, fast
//@ source    own; upscale 3x, 5×5 taps, shuffle, from bicubic; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05
//@ step      blend 0.05

// Learned from 46 pictures (4236235 patches), seed 1.
// On 5 pictures held back: 42.01 dB, bicubic 40.31, Lanczos 40.59.

//!PARAM strength
//!DESC how far the filters go from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!PARAM blend
//!DESC how much is taken back where the filters change which neighbours are brighter; 0 leaves the pass out
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
0.5

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
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    float total = float(0.0), diff = float(0.0), cross_ = float(0.0);
    CORNER(tm2m2, tm2m1, tm1m2, tm1m1, 0.027729762)
    CORNER(tm2m1, tm2p0, tm1m1, tm1p0, 0.055531517)
    CORNER(tm2p0, tm2p1, tm1p0, tm1p1, 0.055531517)
    CORNER(tm2p1, tm2p2, tm1p1, tm1p2, 0.027729762)
    CORNER(tm1m2, tm1m1, tp0m2, tp0m1, 0.055531517)
    CORNER(tm1m1, tm1p0, tp0m1, tp0p0, 0.1112072)
    CORNER(tm1p0, tm1p1, tp0p0, tp0p1, 0.1112072)
    CORNER(tm1p1, tm1p2, tp0p1, tp0p2, 0.055531517)
    CORNER(tp0m2, tp0m1, tp1m2, tp1m1, 0.055531517)
    CORNER(tp0m1, tp0p0, tp1m1, tp1p0, 0.1112072)
    CORNER(tp0p0, tp0p1, tp1p0, tp1p1, 0.1112072)
    CORNER(tp0p1, tp0p2, tp1p1, tp1p2, 0.055531517)
    CORNER(tp1m2, tp1m1, tp2m2, tp2m1, 0.027729762)
    CORNER(tp1m1, tp1p0, tp2m1, tp2p0, 0.055531517)
    CORNER(tp1p0, tp1p1, tp2p0, tp2p1, 0.055531517)
    CORNER(tp1p1, tp1p2, tp2p1, tp2p2, 0.027729762)
    float root = sqrt(diff * diff + cross_ * cross_);
    float high = total + root, low = max(total - root, 0.0);
    float turn = atan(cross_, diff + total * 1e-05 + 1e-20) * 3.8197186;
    int angle = int(turn + 24.5);
    angle = angle < 24 ? angle : angle - 24;
    int level = int(high > 3.4045702e-05) + int(high > 0.00020895958) + int(high > 0.0025589529);
    int straight = int(low < high * 0.29228537) + int(low < high * 0.087637484);
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
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    vec4 h = photo_3x_hash_texOff(vec2(0.0));
    int row = int(h.x * 512.0 + 0.5);
    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;
    SWAP(mirrored, tm2m2, tm2p2)
    SWAP(mirrored, tm2m1, tm2p1)
    SWAP(mirrored, tm1m2, tm1p2)
    SWAP(mirrored, tm1m1, tm1p1)
    SWAP(mirrored, tp0m2, tp0p2)
    SWAP(mirrored, tp0m1, tp0p1)
    SWAP(mirrored, tp1m2, tp1p2)
    SWAP(mirrored, tp1m1, tp1p1)
    SWAP(mirrored, tp2m2, tp2p2)
    SWAP(mirrored, tp2m1, tp2p1)
    SWAP(transposed, tm1m2, tm2m1)
    SWAP(transposed, tp0m2, tm2p0)
    SWAP(transposed, tp0m1, tm1p0)
    SWAP(transposed, tp1m2, tm2p1)
    SWAP(transposed, tp1m1, tm1p1)
    SWAP(transposed, tp1p0, tp0p1)
    SWAP(transposed, tp2m2, tm2p2)
    SWAP(transposed, tp2m1, tm1p2)
    SWAP(transposed, tp2p0, tp0p2)
    SWAP(transposed, tp2p1, tp1p2)
    float y = (float(row) + 0.5) * 0.011904762;
    float c2 = 2.0 * tp0p0;
    vec4 q = vec4(0.0);
    q += (texture(BANK, vec2(0.016666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m2 + tp2p2 - c2), vec2(tm2m2 - tp2p2));
    q += (texture(BANK, vec2(0.05, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m1 + tp2p1 - c2), vec2(tm2m1 - tp2p1));
    q += (texture(BANK, vec2(0.083333333, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p0 + tp2p0 - c2), vec2(tm2p0 - tp2p0));
    q += (texture(BANK, vec2(0.11666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p1 + tp2m1 - c2), vec2(tm2p1 - tp2m1));
    q += (texture(BANK, vec2(0.15, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p2 + tp2m2 - c2), vec2(tm2p2 - tp2m2));
    q += (texture(BANK, vec2(0.18333333, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m2 + tp1p2 - c2), vec2(tm1m2 - tp1p2));
    q += (texture(BANK, vec2(0.21666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m1 + tp1p1 - c2), vec2(tm1m1 - tp1p1));
    q += (texture(BANK, vec2(0.25, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p0 + tp1p0 - c2), vec2(tm1p0 - tp1p0));
    q += (texture(BANK, vec2(0.28333333, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p1 + tp1m1 - c2), vec2(tm1p1 - tp1m1));
    q += (texture(BANK, vec2(0.31666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p2 + tp1m2 - c2), vec2(tm1p2 - tp1m2));
    q += (texture(BANK, vec2(0.35, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m2 + tp0p2 - c2), vec2(tp0m2 - tp0p2));
    q += (texture(BANK, vec2(0.38333333, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m1 + tp0p1 - c2), vec2(tp0m1 - tp0p1));
    q *= scale(texture(BANK, vec2(0.91666667, y)));
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
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    vec4 h = photo_3x_hash_texOff(vec2(0.0));
    int row = int(h.x * 512.0 + 0.5);
    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;
    SWAP(mirrored, tm2m2, tm2p2)
    SWAP(mirrored, tm2m1, tm2p1)
    SWAP(mirrored, tm1m2, tm1p2)
    SWAP(mirrored, tm1m1, tm1p1)
    SWAP(mirrored, tp0m2, tp0p2)
    SWAP(mirrored, tp0m1, tp0p1)
    SWAP(mirrored, tp1m2, tp1p2)
    SWAP(mirrored, tp1m1, tp1p1)
    SWAP(mirrored, tp2m2, tp2p2)
    SWAP(mirrored, tp2m1, tp2p1)
    SWAP(transposed, tm1m2, tm2m1)
    SWAP(transposed, tp0m2, tm2p0)
    SWAP(transposed, tp0m1, tm1p0)
    SWAP(transposed, tp1m2, tm2p1)
    SWAP(transposed, tp1m1, tm1p1)
    SWAP(transposed, tp1p0, tp0p1)
    SWAP(transposed, tp2m2, tm2p2)
    SWAP(transposed, tp2m1, tm1p2)
    SWAP(transposed, tp2p0, tp0p2)
    SWAP(transposed, tp2p1, tp1p2)
    float y = (float(row) + 0.5) * 0.011904762;
    float c2 = 2.0 * tp0p0;
    vec4 q = vec4(0.0);
    q += (texture(BANK, vec2(0.41666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m2 + tp2p2 - c2), vec2(tm2m2 - tp2p2));
    q += (texture(BANK, vec2(0.45, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m1 + tp2p1 - c2), vec2(tm2m1 - tp2p1));
    q += (texture(BANK, vec2(0.48333333, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p0 + tp2p0 - c2), vec2(tm2p0 - tp2p0));
    q += (texture(BANK, vec2(0.51666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p1 + tp2m1 - c2), vec2(tm2p1 - tp2m1));
    q += (texture(BANK, vec2(0.55, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p2 + tp2m2 - c2), vec2(tm2p2 - tp2m2));
    q += (texture(BANK, vec2(0.58333333, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m2 + tp1p2 - c2), vec2(tm1m2 - tp1p2));
    q += (texture(BANK, vec2(0.61666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m1 + tp1p1 - c2), vec2(tm1m1 - tp1p1));
    q += (texture(BANK, vec2(0.65, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p0 + tp1p0 - c2), vec2(tm1p0 - tp1p0));
    q += (texture(BANK, vec2(0.68333333, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p1 + tp1m1 - c2), vec2(tm1p1 - tp1m1));
    q += (texture(BANK, vec2(0.71666667, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p2 + tp1m2 - c2), vec2(tm1p2 - tp1m2));
    q += (texture(BANK, vec2(0.75, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m2 + tp0p2 - c2), vec2(tp0m2 - tp0p2));
    q += (texture(BANK, vec2(0.78333333, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m1 + tp0p1 - c2), vec2(tp0m1 - tp0p1));
    q *= scale(texture(BANK, vec2(0.95, y)));
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
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    vec4 h = photo_3x_hash_texOff(vec2(0.0));
    int row = int(h.x * 512.0 + 0.5);
    bool mirrored = h.y > 0.5, transposed = h.z > 0.5;
    SWAP(mirrored, tm2m2, tm2p2)
    SWAP(mirrored, tm2m1, tm2p1)
    SWAP(mirrored, tm1m2, tm1p2)
    SWAP(mirrored, tm1m1, tm1p1)
    SWAP(mirrored, tp0m2, tp0p2)
    SWAP(mirrored, tp0m1, tp0p1)
    SWAP(mirrored, tp1m2, tp1p2)
    SWAP(mirrored, tp1m1, tp1p1)
    SWAP(mirrored, tp2m2, tp2p2)
    SWAP(mirrored, tp2m1, tp2p1)
    SWAP(transposed, tm1m2, tm2m1)
    SWAP(transposed, tp0m2, tm2p0)
    SWAP(transposed, tp0m1, tm1p0)
    SWAP(transposed, tp1m2, tm2p1)
    SWAP(transposed, tp1m1, tm1p1)
    SWAP(transposed, tp1p0, tp0p1)
    SWAP(transposed, tp2m2, tm2p2)
    SWAP(transposed, tp2m1, tm1p2)
    SWAP(transposed, tp2p0, tp0p2)
    SWAP(transposed, tp2p1, tp1p2)
    float y = (float(row) + 0.5) * 0.011904762;
    float c2 = 2.0 * tp0p0;
    vec4 u = scale(texture(BANK, vec2(0.98333333, y)));
    float v = 0.0;
    v += dot((texture(BANK, vec2(0.81666667, y)) * 2.007874 - 1.0), vec4(tm2m2 + tp2p2 - c2, tm2m1 + tp2p1 - c2, tm2p0 + tp2p0 - c2, tm2p1 + tp2m1 - c2) * u);
    v += dot((texture(BANK, vec2(0.85, y)) * 2.007874 - 1.0), vec4(tm2p2 + tp2m2 - c2, tm1m2 + tp1p2 - c2, tm1m1 + tp1p1 - c2, tm1p0 + tp1p0 - c2) * u);
    v += dot((texture(BANK, vec2(0.88333333, y)) * 2.007874 - 1.0), vec4(tm1p1 + tp1m1 - c2, tm1p2 + tp1m2 - c2, tp0m2 + tp0p2 - c2, tp0m1 + tp0p1 - c2) * u);
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
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > * blend 0 = *
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

//!HOOK LUMA
//!BIND HOOKED
//!BIND photo_3x_part0
//!BIND photo_3x_part1
//!BIND photo_3x_part2
//!BIND photo_3x_hash
//!SAVE photo_3x_made
//!WIDTH LUMA.w 3 *
//!HEIGHT LUMA.h 3 *
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > * blend 0 > *
//!DESC photo_3x: sub-pixels to pixels, for the census
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

//!HOOK LUMA
//!BIND HOOKED
//!BIND photo_3x_made
//!WIDTH LUMA.w 3 *
//!HEIGHT LUMA.h 3 *
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > * blend 0 > *
//!DESC photo_3x: census
vec4 hook() {
    vec2 at = floor(photo_3x_made_pos * photo_3x_made_size), end = photo_3x_made_size - 1.5;
    vec2 place = (at + 0.5) * 0.33333333, low = floor(place);
    vec2 back = vec2(greaterThan(at, vec2(0.5))), on = vec2(lessThan(at, end));
    vec3 ux = place.x - low.x - 0.5 + vec3(-back.x, 0.0, on.x) * 0.33333333;
    vec3 ax = max(-ux, 0.0), cx = max(ux, 0.0), bx = 1.0 - ax - cx;
    vec3 uy = place.y - low.y - 0.5 + vec3(-back.y, 0.0, on.y) * 0.33333333;
    vec3 ay = max(-uy, 0.0), cy = max(uy, 0.0), by = 1.0 - ay - cy;
    vec3 r0 = ax * HOOKED_tex((low + vec2(-0.5, -0.5)) * HOOKED_pt).x + bx * HOOKED_tex((low + vec2(0.5, -0.5)) * HOOKED_pt).x + cx * HOOKED_tex((low + vec2(1.5, -0.5)) * HOOKED_pt).x;
    vec3 r1 = ax * HOOKED_tex((low + vec2(-0.5, 0.5)) * HOOKED_pt).x + bx * HOOKED_tex((low + vec2(0.5, 0.5)) * HOOKED_pt).x + cx * HOOKED_tex((low + vec2(1.5, 0.5)) * HOOKED_pt).x;
    vec3 r2 = ax * HOOKED_tex((low + vec2(-0.5, 1.5)) * HOOKED_pt).x + bx * HOOKED_tex((low + vec2(0.5, 1.5)) * HOOKED_pt).x + cx * HOOKED_tex((low + vec2(1.5, 1.5)) * HOOKED_pt).x;
    vec3 p0 = ay.x * r0 + by.x * r1 + cy.x * r2;
    vec3 p1 = ay.y * r0 + by.y * r1 + cy.y * r2;
    vec3 p2 = ay.z * r0 + by.z * r1 + cy.z * r2;
    vec3 f0 = vec3(photo_3x_made_tex((at + vec2(-0.5, -0.5)) * photo_3x_made_pt).x, photo_3x_made_tex((at + vec2(0.5, -0.5)) * photo_3x_made_pt).x, photo_3x_made_tex((at + vec2(1.5, -0.5)) * photo_3x_made_pt).x);
    vec3 f1 = vec3(photo_3x_made_tex((at + vec2(-0.5, 0.5)) * photo_3x_made_pt).x, photo_3x_made_tex((at + vec2(0.5, 0.5)) * photo_3x_made_pt).x, photo_3x_made_tex((at + vec2(1.5, 0.5)) * photo_3x_made_pt).x);
    vec3 f2 = vec3(photo_3x_made_tex((at + vec2(-0.5, 1.5)) * photo_3x_made_pt).x, photo_3x_made_tex((at + vec2(0.5, 1.5)) * photo_3x_made_pt).x, photo_3x_made_tex((at + vec2(1.5, 1.5)) * photo_3x_made_pt).x);
    float p = p1.y, f = f1.y, changed = 0.0;
    changed += dot(abs(vec3(greaterThan(p0, vec3(p + 0.0006))) - vec3(greaterThan(f0, vec3(f + 0.0006)))), vec3(1.0));
    changed += dot(abs(vec3(greaterThan(p1, vec3(p + 0.0006))) - vec3(greaterThan(f1, vec3(f + 0.0006)))), vec3(1.0));
    changed += dot(abs(vec3(greaterThan(p2, vec3(p + 0.0006))) - vec3(greaterThan(f2, vec3(f + 0.0006)))), vec3(1.0));
    return vec4(f + blend * changed * 0.125 * (p - f), 0.0, 0.0, 1.0);
}

//!TEXTURE photo_3x_bank
//!SIZE 30 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
8e8c8a80768678828c836d698d867f82878c7e8080898084c587a983eefcfafc648785838b89838497a2747ffbb5f67f878a7e828d857f7f8c976d7f7685787f8e8a8a7c8b8d83836483857dee94fa7fc583a981808d807b97878a73fbfc08fcfa83e180faf09bfcdaf0f7fa39394249393d42481310221d7b7a8a828b877a828487716a8d877b82787a8182918f9791c295b592fcfbfefd85958a928c8f8f91babb7b7fd599fd7f787781818d977b82849c717f8b977a7c7b778a7d8c9d8f8285c18a83fcdafe7fc2c1b57b919d977cbac48379d5fe01fd7ff88bb27fcae0fcf9cafbe1383c383c382b3841211625228a8784828e8d8187898a8684928d7c878a877f82847c919d8d758dcbfcfde4f9737570cb7b7c849d9f9e917f2424fd7f8a917f8392927c838997867f8e92817b8a91847b7b848487737a707ffcfae47f8d7a8d7f848491779fac6d8c245601fdc7fcd997c7a9cfc8fca9f801474f4027473f40391c192339797e827f717f787881837272997f78787d7e7e7f6e8d7d8afc9e9c80d5fadffe099e84809e8d848a83c7607ff329fb7f7d7a7e7f9988788381ae727f7188787b797a827f9e84848309668477d501df7ffc669c876e847d7b838e9e5cf3c603fe6b12d97c6b019104f601fa052e295a532e365a6a10092935817c83807f85747984876965848575797d7c7f806f76868ba479ad959ecef2fc5e79969580768e8b9eca757ffdfcfd7f7d807f7d848475838495697f7f84747b81808381807e8e835e6f96759e58f27fa46fad896f7e867b9e89896bfdfb01fb88fae88a887a56150c7af8f94533494b45494958130f20327f7b78768486766c828a777e8586736c7d7b72767f7aaab5937ebcac9ab0dafd747ea5ac777aaab5c7de8c7ffcfdfa7f7d7e7282858573828299777f8485767c7f7e787c7780aa7c7473a5779a52da7f9373bc877f80aa82c7bf728cfcfe04fd6ef0b6856eb2693e06b2fefb463d3d38464a3d47170f36408d7c7c7a5e7f81838e8d6b66a87f7c836e7c7c7a617d868ffa848870908fdafc02848470a07d828f96c3547f8b02fe7f6e7f7c7fa8807c848ea86b7f5e80817a8d7f7c7fa07c82860270846e9001da7ffa708890617c8678968aaa558b7800fe7f44c17b7f08a925fa08fb003446655f3447657a25193f5e847c827e627e797c9e8f6e68907e737c7c7c807e647d878bf97b86749197eafb137b8874937d868b96bc627fb901fc7f7c7c807e908873859e9f6e7f62887979847c8280938486861373886d9103ea7ff973869164848778967b9c5db99602fe7c0fee7c7c3baf00f63bfa0d2f3f5d612f485d6e1e0e2f517f7d706f7c848382878d747580847e82827d726f837b9ca1996d967e9ecde7fd5e6d857e747b9ca180986e7ffcfdfd7f8277728080897e858798747f7c8983797f77707e74929c7c5e65856d9e2ae77f9965969183929c82806b9079fcfd01fc3bb8f88a3bfb3a0101fb46d046324b4b46554b5a1f212a4d8d7e817e5a7c7e8391925e59a77c7983747e827e587d8387f58085728a83effc04808672a57d80878eb2567f9501fe7f747c827ca77e798991b35e7f5a7e7e758d7c8182a57e8087047c866b8a03ef7ff57c8593587e83778e90a858957f00fc8327ef778301ba0afa01fa03364b636a364d6373281c3a5b877f80805d7f80809a8d5f5aa37f7680747f8380597a8387fd8589768a7fecfd06858976a37a808790ad5c7f9403fd7f747c837da38076879ab15f7f5d808077877c8081a38180860678896b8a03ec7ffd78899359818378908da25d948301fc8816fb788806ae02fc06f41032476064324d606f21173658767b7b796a807c7f9b9269649f80797f787b7b7972819395f47e7d6e9686e9fd057e7b6e908191958fa8647f9d00fc7f787d7b7e9f8279859ba7697f6a827c79767d7b809088918305797b6d9600e97ff4797d917288937b8f6f9a619da802fd6d77fd7f6df2aa00fcf2a92e2f435f602f4b5f6a1b0f2e55878087847d857c8185816c6a84827d7d84878181858c8184d9a5a986f2fdfdfd668d83869897808488996f82fbaaf88182847d818c8b8083818f6a7f7e867c7c8482877d9c8d847d7ca78384ed92f981d594b97a8f907f7b867c916dfbfd03fe95c4b1a380dff7e4fdfbaefc38384249363a42481d182217808085858b938c88a3a4737275757a7c8b83818395a08688a888a08debfeddfe94b8a1b694a7828abeb6817dfcc6feb0827f7f7f92908488a3ab757c717175798787897fa2a28681798a8f88e0b5fc78e3b2d78cadb39e6f9c9d8876fafd1dfa78c5d46d7fde9bf8fef7fbfa39353e373536323f1f222326737483838f8b828877847971a390848993967e7d979381824039776ce2e098a3fbf796ae727c91a7fded827f7702fcfb70718182959b90807373657b95a78984949a8c7b939c7a8249426582c6c69d76eaf7fb8d7d7ee378d5fa6984012ab1fd73be74a1a3fb41befb61fc013d3f634a44383348331d39428173827f758e7e807f726b6897967778807481826593818cdc7f8e77cdfcddfb16888d89918f7e8388d2617dfd2afd8975797d7e9b897f8586b36a7d6f8d7678767380839a8b868322697e76b701f17efb6e9c88758b8278777c9c5cecde02fe6aa1ed873882be03f7fdfc0f33295c56303255651a142236837b83827b838283858d74708388716e7e7579786f7a78809461826caec5d6fb6c93a6ae7a83969fa1bb8891fbfbfdac7c7c827f838282848b936f7d808c697c7a7a7b7f8881808053746f769252fa80a781ce8c808a9e7a87789e6ffdfd21fe5c65f79351667b10f9fcaaf94533544a46474454171122327a757b7986878c91898a84887c8a73717e7965506b787574866e704a978a9ec88d89c4fb8297c3fcc5b1b7d3fdfbfefa76797b7f82798b818d8c88858c93717b7780557b868c77806b765a6b6c51b4858a71fa8ba093f1848c81be8afcfb74fb416efa978ab74c3d07fc9afe4a45563f4f5740461f281c4d877e807e677b8082909168629f7d7c85747d7d78697a848dd7838168a288e0fe02878370a480848f86bc5d819e00fc877780807e957d7c8593aa677f62827d7a8a7b7b819a7881841e827e6f7f01eb7ffd75918d5d808379998ca659867201fd7648ce7e6d08b61af926fc0137486563364a5f74201d3c5b82817e7f6f7c8588888f70689d86737176767f7e6c7a8987b97b7060d892d0fd007f96969f8682888ab3627dde00fea6757f817d85788084b4a26e805e88667b857f807f9d7d8387328c6f6d5402fc7cfd7fb1936e7985788a849f5c938816fe8209f082791ef101fd08f910343d6a5c314a536c28172d56706d78769c87878786908d9672957e808277675a63938a956667593dd1888081986aa8be578fafc1c6768f98fcfcfdfd7a84727b706085808d87aa879aa2838076863c7aa29fa18d7ea51a684a1d75695f34fd9aae9df981372bc56afbfcc7fc8c048ba68be2da0001f500c842357f694d574b6a422f4655857b7d7c6b7f868b80915e57a97b7883757d807d5c7a898ae5837967a57feefd02888879a078808791b2577aa003fc8a747d7f7b957b8188a4b05a7f56847a768b7b80829a7f7e8b27847d676701fb83fb7a958f5e8283799388a756768301fd8f00fb7b7c12ca03fb39f904384b666a3a4d5d70241d375a8a817e7a69798a917d8e685d9e817075827d7e7d5e768689d18a6b58d67fdafe0085978b8b7b848b91ad6882c003fda2737980798d798889b6b05c8060876f77767c7b8199867d8d3c856f654300fd80fa73ad9174858c7a8f85b05b657f12fe8006fe807232d300f96fe60a34476c65364d566e191e365986797972907b95ab7190807b6e89848d8e7b604356858186947d4c15fb87a5cb627698b25f86aed2bfa388a5a500fdfd667072796b5fb486b79c7f84a2ad937e6b86247ac0a6778c659d06620401cb78962ae492a79afb824153e86495a47dfd6c04c6a788d5fc0101ce62333b40836139524d703e2f385c8985857f878c7d86887e6c6a89837c807f8380867b878382d59aa481fafafafb6e98888b9a9181809298707ef89ffd868286828297917c8184976b7f7b7f7d7e8385887c92887c80799a8485fa9cfb81e899bb798b91827c8385976afafa02fc86f9d47b88a4faf8f7e8fdcc3639444834383f481b1a1a1c857c878983938790828a7769878078768a8e868a8ca1868ab2c09797cde5ccfca9f9b3f58eb063698f797461fbfdfdf77f8284848c8986808d89747b82867a7f858386819c9584829eac9186c0a2c885f8d2fc94a5a099596e727064fafb5afc85a69a8e81c8fca7fef98afb413342303a3d323d302025348a8d82826b707d7c95847f7f707e7a7fcdbc85809f9b81845c6a847be4b38f9b8d8a99a5457387a7918c7370fd02fcfe89a8837d72317d868bbd7d7c90817b7cb6f7877f96e8827d5c1c778997b99180a623fb6a7d6b898e7da97d6a040b7afda24e8986fefa55672792fa01373b74553a25465d26212951876e807e71898183858e6a66949174798072828364858089df808a74ddfce3fc10a18f8b8c8a7e7c8ce1667dfc20fc8f747b7d7d9b80838385bd6781748b77797d6d8481979283841d7b7b75b900f87ef97ba48e7a977a767e6b9c60ede702fe7662fd846088c404f6f5f92630265c57303152611f1620397f7b7f7e838285897b8e777579796861856f848379868288896c7860c1cad0fe80c1b6d07b9c7d829191777bfefbfcca7c7e817d7d7c85829b9773817581627770747f838e8a8487607369717c52fb7fd295e6979995926f6d709068fefb36fd7666f99226a57505fdfb85f546315847404640542121222f777a77728f868891858b8f93707e65577f69736f7c85878d7782695caf8896a19b9fd2fc8dce92999d74928cfdfbfcf47e80737c766f947d8f95888e938f65755a6a677a8888888b928c5c6a4f48a76c9d75fbaef0ceb0734f5f8d7dfcfb99fb8c65c79a0484d72b23fb03fd4d43604f4751485025452c44837c807b727e8386868f655fa07f767e727b827e667d878cc47c7a65b288e3fe00868a7d9e797f8891bb5d80aa03fd90757f7e7e8f7b7e859cab648061877977877881829b7f83873082786e6802f77ffc72958f608681759285a9577b8001fe7533df7a7c00bd14fe06fa023949666239485a6f1d1838597f7f7b78817b89907791746c8b806e65847c7f81737b89919c856a4fe98ac4fe2086a6b683807d8081b56673fd01feca827e7b7d72768984b4a56e835d8d637786778281897d868a7493626b2401fb7afb75c2946c8d7f77877c9a5f648e27fd8602f3882522fc03fabde50c3a3d6d563a49516a1c1a2e5475877d7f8b56766b90b69aa7618a6e688f6776718d909198439e6661c864736490acc6ec5db6827e8648685ffdfafdfd948d818253636a6f7f6ea794bdc46b7955656a7b7775958deae4647d0201614f773cfdb3d4c08c723c46705a8eb0bbfd9e4b6cc14360fc0103fc50695e298e794b5366724043575c8a7c7e7b6e818a8e79885c58ae80777a72807f806576888cbe867060ba83edfc02808a829b7c82868bb45d7cac01fd92737c807b92768288a8b7598050807677887b8181987e7f8b3d8677685801fb82fa819d8f61818079958ba857607d08fe8300fc787917cd01fc42f00a3e49686a3c4d5c6e28203a5b867d7b798a808e9a50897161aa836b65817b7e7d687c8a8ea0826146f586c8fd0380a3bd8882837f87ab6372ea00fdcb757d7f7a756d9287cbb461825c89597779787f7f9680788f689566651101fb7efe71f592778b767b8d82a55a31761cfe8d01fe84154ee203f9a3d3073c46745c3c4e4d701725385a728479769f6b807d809993a05e857b7a917d6c63837a919a3c89543efd8886827170b0d1608a919496a16e6ddb02fdfe8e8d767d4f597b759778a893a7bd7b7e6a7657787f799691cbdb3f6c030071628434fc9ea8a79a7f6964855c4165bbfda1007bb56b58fc0003f778125340947d515b677c45385964807f8782808d828188816b6a8c867f8286817f827b847e86ce8ea881f6fdf6fb72a1878b95957a7f899b6d7efea7fd857f80808392857d858398707780807f818586877c938b848168897c80f495fc86e69eb4778f8f7f7b8c828f6ffefd06fc77c4f9858d9deebdfcf6e2fb38394348353c40481e1919227e798785a5c286888888736d7d7c7c758b8a97998c92878d988d9286e7fde2fc98e896ae888c66778d877463fbeefae07a758583adbe82808b8b777d73706e7e81859986888e88818a9b8784b7aef384fcf2fb5e999a98647a83747ac6fb58fe77fcb6737e98f9a5fcb1bdf94035403640382b413c281a2a7c7b8185898b8284767979688e8e7480858583888b8c85886e66808acccd9c930201b5f5a5aa81859faa797d5d18fdfb7c7d847f88887d867b7b74768e8e80818886807e8e8b877b61638388c8b391720002fe86b09f7580a4a972831d3663fb7f897f8c87a61ed601fafc016e6c674a6c7452597c443c63817581807e838083768a6d66a079787d78827f816b867f85cd79866dfef8e4fc08968c8e928980818dc5667efb38fc977d7f7f7e87847f8297ba64836d7d7a7778758680948183833c7a77759803fd7ffb91a98d788d7a797c73a161d9d603fc873dfa775972bb01f7feb41a2f2a5d5835344f621f1b293a7f7b7c7b828385877b8b7b7c7568644c8b778d997b8e879587777454c9bbc0fa80ecbefb7ca16959816b6d5dfbfbfef27e807e7d76778080999c7a846f785b71676f8e8793878d8a7b8a6e6e5d3ce184fbb5fe9bb1a36c6959627464d9fc4afd7e62fd825087c702faf841bb4b325f46414444553529243b76857a7790677e7e89a996a4546d523e966a959a81858f94608c635be27d99a0a0e5dffd8afd5d5c8b536d5cfbf2fdf88b8c797c5d5a7e779ba29aa1949249534d4d8b8f7e7e8d90bab26b693331ae7dccb5fdcdfdfd79513f446058bcd49afda252baa51277fa02fafb17b14e3c67584d4a4e53364c3b478a7f827d6b7a82858592615ea37b777f7280827d5c79838bd1827867ad7fedfc00888a7d957b81889cb4607daa03fd8e707c7d7e917d80839eae617d5a827d788a797e82a27e82863284786e6e01f780fb7f9d915f847f768b8aa35b7f7800fd7850e17b7e05cc10fd65fb02364a656539485a6e2120385a7d7e7c798684868d7482787185876c5c877d848982788e996d8b6647fc85befc1a82aac4877c756f7db05d65fa04fed985827a7e6c748780a69e74837a8e5b78717286827f768e8c94a15a6e0a01fe77fd8ae2947a866f7594868f5a388026fcae2ebe8e2b06fd01fba3d40d423c72553e4a4c6c1e2034537d9284877b4f686193aea3ab627b56559163878791778c8856d18691b93a695479fee4fd6da660566e635451fe9cfdd98a8985887172675f7474a4a7b2b55b665457828661638485e3e0899b02026631bf89fcdfb2b866518176654a195695fe997164bf002efd0199fc8807702e817e58556a6b373f575f877b7d7a6f7e8b8f778d5f5ba17f7478737c8281747a8b8baf87695dcb82edfc007e8b81a78081817ab15c7bbb02fc95787f7e7b8775838aafb45e7d56806d7a867c85808f7d818b4e8776654402fe84fd7fa48d607f787a9c88a35755810bfd8a15fd788a02c302f825fc01404c6a6c3f4d5c70262038587a807a76917d8d985e8c746d977d6b5e837e818583748f946f8a583bfd83cefb14819cb98b817e7672ac5f6df102fdcd83827e79676a8f86c0ac6c86638b5773797782827a7c7a919a9e5b610102fd80fa79fd9174876b79a086a35812731dfde205e3862b37fc00fc91d3044848765f44514c711b2c3c5c738680838e6c6e608c969eb05d8869609479797697799299378c6f6fe37b7158647ec9fd6680786d79a55b50fc02fefd91908284606567678172a799a7bc67776769727c65648c8fdee3798607025844a160feb99ca372708b7f6e520135a5feda4168ae0105fd1d01fc97026840927d615f777e2d3a637684808484808582857b7f6c6788857d8288857f837c858084bf8ba47bfbfbf6fd769a849188867d7e8b916e75f69ffe947e7d7f808d8e7f80818c6b857380767c8d86877a988986806b90817bfba1fd88db90bf7a87917c84847e8873f8fc06fd70f7e68688d9caf2f7ccf6fd3b3d4648363c40491e15191e82808987848b8587959877778072817391a48e99848e7f83bdb2a490e1f9e5fbb0fdacdc91946a61888b7785fce4fcf7808181858c89867d909f7284747c6c7b969695828d86807ea3a48a88c0a9d389fad7f9799f9d8d688588877de5fd3ffc7fb1d56f9b92f9c9fdfaaffa3e353c2d3b3b2f3a351f21307a7a807f908e81855e75767a8f996a69888671779a8e807ad6af92867263a3aa0000d9fda5b88b797578898ed6a2fdb57279807fab938080585f7880a8b367798b89827c8c93847ee8ce83870205ad541f01fbafb29b687d6d648978d9ea40fd7aae57c18792fd0100fe60d65056595144525359663d38407e7c7f7f7a7c818283896d69967d77777f85838570778385c98e8471e5d9e8fd17b99292947a76767ed1627afa05fd928275807d84817d838ebd6b7f637f767a817489818d8680864c8d7b739b00fb86fba0af886e916f7b83689962b2da04fd8306fa797448e102f9ece10d332b5b5838324f5d260f243e7d7e7c7a887e8787708f727277606d638480898e7c8589908e897560d9bed1fd82fbafca8a926a6479656c6bfbe0fcc880807c7d777481809e9d6e81696f5d7473778e8488898c8b758c716d6e47fa8dfac8f58d929b6f71635b8269c9fe30fe8335f96070a1b103fbf63cbb48345b4b464140533a1d263379857d7f8e647b7279a58c91605d5146938fa2b17f8a909a7788706fed82a5ada9fbe0fba1c349377f636551fbadfcda878a7f8163577970b1b2858f616f50576e769fa57b868b959aa180804b1cae79fdfdfbb8d3e2663665586c4b9ace73fb8d50ee5b6180f901fdfa3f9a46405f514d41454e44402e3b897c7f7e6b7f85877f90605da17c787d757e818066808989c67c7469b987f2fd02808983a27b808286b45d7cad03fc8c737d7d7e8e7b83849db15e81607e737a8a7a877f967c85884987766a5d02fd80fc81a58b5880767c968f9d5c687a04fc6b35ec7a810fb307fa0afa023b4763643c49586c231838587a807b798c7f8685618e787aa1806952787e88948a76919e6f8b6849f384c6fd158eaad392796b576eb05458fb01fcce83857d7d6f6d8180b6aa7688598a527481718d8175748c8d939f666a2303fc79fb85f69e74885f739a8b8a5a2a7a1cfca023db7f7f07fb06fc55e80246396e5644454a6a252333517e8684877a6d686085a5a2af6e64473f8c7f9ba0956d8d8b61ae8b8bcb53837760fce5fd827f44355c8f444afd58fdc18686838874746f5e948f9cb3848d4e4d67688f9d60658487c0c682970c01923efdcafce0808e582da0896f3f21646afc8a6393935305fc00fca1c10e6738726f584f5a61462f44597f817c797b7b8c916f8b5e58ad7e777b708080807c728b8a9a88675dd782f3fc038288849f7a848278b55c7ac803fd967b80807a8473858aacb25b7d547e6f7a897b847f857d798e638a79623e03fb8afd7fb1885f84767ba28aa7553f7c06fdaa04fb767f21e701f989ea00424b696b424c586e2125375877827771947890965e9173709a7a6f5f7e7e7f878b7196a665905331fd83cffc0f7c9abb97857e706bac5e64e901fdd088857a78646a8f86bea872855e8e4c7781738b806f758899a2a459570101f887fe80fe8b6386637cab89975a146c22fdc500d5854710fc04f977e2024d46755e49504d70252b3e5d7586818687736b598991a3b9657d5c4a938084899b7192973e957378ed7b7e694c85cefe777f6b5767aa5347fc03fded8d8a84866e73675f837ba9a79ba94f67696e85855d628791ced17b870c018448bb77fcbc88936063a1906d4a003b7cfdb2746ba90400fd1595b3b80268408775655a65792f3c5871807d838079858080837a6c6d8c8e828181847d847d858383c7949b80f0fefdfb7a9c838c91867f828c967082fdb1f98b81817f7f877f7d82808f6984818e7a7889858f798a828680778d827dea9efb8adf99c37a817f7b8093888d70fafd07fe7dfda1c18a919ddcf6aff8fc3a3a4649363d3f481c121d237c7a83838488888a81937372a29c7f7c868c8d918482827db393a590f1fbfcfd9fca99aa9aa05a69a0b37d79fdece79a7b7a7c83898684808c94718a9e986f78968d937f7e838480908e7f81cfafe191fbadfa81909d8f67a19a8d7aeffa2ffc76c0b7aea36eb5ebfef5fdfc3a343c39373c323a2619222c7e7d81818289818384837d7988827069959d8882857e85808f868e8f9b9e75a90101fcfca0946e6f8d96877cb3a0eda87d7d827f8e8a7a8288817486887f756da0967d818480867e848b7d816866fb3d0003fdd9a2977c699c8f8782eedb15fe7f9aa9a18da76d6201faf9fd5b59594f495a4053642a273c8277807d7083838681986566935f7b7a7b8e7e8478898285bd72836efafbeffd1baa88879579807d85b9657df022fc8f777a7f7e8d7f7c8590b7657c667e797e867c807f9089868345867d719e04fc89fcabac827087797b78789563b4cf06fd7d67fc7a7e1cd803f906e80d332a5a5938314f5c2810233b7e7d7d7b878487896d806c6684557a777e9283897f848789948b7968e3cae5fe7efaa1b2937f696d69736475fcabfeaf7f7f7c7d7b75818592996a7660666d878586897e878a86897289776f9053fb90fde8db857681786a7a628d62adfa18fb7e04fc167dd89e07fcb795cc4437564d473d415236101d1f797f7c7e8d728076648e7380815170559dab97b27f86909a8e9f8073c58cc5e6a5fed0fe928b34457275524ffcaefcf281817e7e736d84799e9f7085464d6f779ea59f907f857f8f889d87797355ef73fcfcfc9e8392785d7f6e7c5f9bce21fc8202f801a39cc635fd717cc54941573f51423651471c2731857e7e7a767e878b7d915e5ca27e7880737a7f7e627a8589b4847769ad7dfafd0180867aa082808293b25f7db603fe8a797f7e7c8e7581879cb25d7c5982797d8b7a837e93807f8a44837c6b6902fc87fb839c895d807a7d918ba45a637c02fc7504ed7c5931bb14fc78fc023e4861653e48586a2219385b7a817a798b7f898b608c6f69ab78706776808791907693976a85665af38bd8fe029e98b3a678705c61b2545cf201fdb584837d7d756d8084aaad6f815c7b5e7982818d836c78858d929574673003fd84fe8ed38e597d5f74ac8a8e59398e0cfd9d09fe7b7002fa02fc51fb1c463e6b5848454e6625212f507d83818277776b6180969bae7c5e472b808ca2b29d719a9c668d7e81e082a8aa52fec3fd9a5b401f51ab3b2ffd4cfeca8284808280797767959d8ea8646a5149868093a3616684959ba67b873811c362fcfbfbc45a61533aad9e763846853afc848ca6727b01ef01fe29fd12573e6d5c5d434e614a2e374e887f7b79787a8e936f8b5e58a47f7479767c818076778e8c998c645dda7ef8fd028085849f7f808275b35879cf01fe977a7d7d7a7e79848bacb05a7d59827079847b8780847d77906f8982603503f88cfe85b188627d707c9f86a756418502fe850dfe7d7502d901fc39fb07434d696b444e576e251f375b72816f709d789c9e5c8b6766957d706f817f7e7f91749a9956954a3ef97eeafc0d808c9a9583868266aa6070fd03feb78e877b725c688a93b9ac6e796787547d7b79877c66737b9cb1a16f4e0103fd98fd82fb7b66826288b2899c5d04730dfed304e4874d23fe08f986d303504a70664c4d4a6d26313f5e73867b7d877b706074839cbb82845736887e8b9aa46aa2ac529b6358e67da0a02d7fc2fd8d82624356aa4a3afc02fce58f8b807f726d7764989993af7b914f5f73768a8d5166869fbab0776a1a01b45edb8afbb471845961b7967646025e50fcd55ca18c2d03fd26f889e6025e437e675b4e5778283943667e7e8781989f818179746b6d8a8786878f8d7f84989d8182dca6ab86fafdfdfb6c9d7f858a85787979886b79faa1fd857e7e7f81a89d82827b8870797f8579858f8d887aa89f7c8190a67f86fba1fb85ed9dbe797f8779777b748e6dfbfd03fb83fab982aafaf8fafa83b9fa36374247313740471d1b1a1e747a807f92978a84808370738e889587a3a67f83928e8a84aa8cb28afefdfefd6f987f888e87697580807079febffe85787a7f7f9b8e7a847f807c7982878689baa6857b9b9784848b8c7f8afebffd85f498e876828886777f838273fefd01fd79fa9183fcfaf9f9f88d91f93c3d393f353d323f241819308e918e838c8c898784898483947bfeaf92997f868c92897f8b8793799fd4a8fb02007f769488006a848084839f84a832a4917f83a0927e7fab80858351888f94ae998d78a08c80874e877f79fe84fa321c00c888517b8f4fab897983fed404fb91f6fd5d95f622fa0215fdfa5d54323f3b543f3f561f1d37817a7e7d767e8384788a6262977e8381807a7f8476858386b3868572fae1fbfc129f7f7e97827b7c78be627afa01fb89797a7f7d91857b8686be637a68827782827a887a917e838453867f729701fc89fb9fa080687e777d868a9b6297e102fc7e07fd7d6207c403fe6dfd03352f585b3b2f535b1c12293e7e7d7d7e828887846472646a91728a847b8a7f82827b87849d7e7c71fbfafcfd7ce97f88916e747b648e647bfb82fc977e7d7f7e827b8384848e697b6b6e7783868a857c82887b84707e7f71a382fd97fce9db766b72777a8472956aa3fa01fd8064f9048764f223fb04f9234037535047373e50331414147a7a7c7c89878e85688356649260ab9595d07f85897a8e8f9f968671fae3fefc90fc7f9392535361688d566afa85fe987c7a7f7c7f7a8a8f898d6f6a5e53719dc8d08f797f87748587967f718185fc98fbfcf16b5e60716989838f6481e302fc7a7d8c06ed7df984fd068c843f3a4847483a384739272127887e807c707c888a798e5c5da57f7c81767c7f7d70798889b7837066b37ffbfd01857f78a57d828579b35c7eb301fb88757e7f7c8f7981899fb35f7e597d7579887c82818f7c7d8a4d837f665d01fd88fe85a086597f757d9f8e9f5d5d7f01fdac07fc7b5f07c103f964fc03414a63693e4a59691f2036577c827a7a8b85908e5f886366ab807a77677d7f858b64908e758c5b59fc86fefc0b957f8cab6f84755fc26374fc02fe9a83827f7a7464808ea7c26b74586f6289907d837974857e8e8b8c7f593302fd9afb95e57258806287a7889366338601fca903fb778b03ec02f852fb02433e62604b3e496024212f4d7b827b7c8d77908e6093585f9c4d8b8576a07f848d71908a6d8f6c63fbaefbfc49fd7f949c4c736a60af586afb38fba282827f7c74717e8a9daf776a554c5d948ea0967a7477808e918f7f635738f0a2fdfdfc6a554d5d799d93875f57ae0efc844ceb3c924cfd02fd05eb02483b5c575d3b4157492d2d3d8c7e7979717b8f92728b5e589f81777f7d7b7f7d71788f8ba089605bd381fdfd037c7f7b9f81878772b05e7cd301fd94777e7f798578898ba8b0537c5e817777847b7e81857b75926c897f5b3701fd94fb7cb5835e81777fa88bab58378101fd9e03fd802e03de02f786fd02414b676c414b546c2120365874846f7397799b975a8b63639d8274747c7a7f8197699b945a974549fc7dfcfc097d7f8c9d838a7e5ab06374fc02fca58c847f7365698194b3b06e745f835480857a8d7d65797d97ad977f490b02e8a5fe7dfb725f82548ab38b90630b7d16fcca02d5816302fd02fa87d5024f4c6d6a4d4c4c6a252c405b6e8a6a6c9c72a0a0658a5f5886837a7e907c7f839c69a09948a54654fc74fcfc19807f93868c846f65a25f66fc03fca3958a7f6c5a698899aba27166758c598f6a7c877b5a7276a0c7a57f540103eca3f680fe6b75835980ab8a8d58017412fcfd04be8a0804fd02f5a9be0257496a6352494a63232e425a
