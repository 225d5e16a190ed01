//@ title     RAISR bank for drawings, 3x, fast
//@ source    own; upscale 3x, 5×5 taps, shuffle, from area, cut to the range of the nearest pixels; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from openclipart, public domain; Ren'Py demo, Expat
//@ group     Learned
//@ step      strength 0.05

// Learned from 323 pictures (18505440 patches), seed 1.
// On 32 pictures held back: 33.19 dB, bicubic 29.27, Lanczos 29.58.

//!PARAM strength
//!DESC how far the filters go from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!SAVE anime_3x_hash
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC anime_3x: hash
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
    int level = int(high > 8.2425634e-05) + int(high > 0.0022701905) + int(high > 0.045715376);
    int straight = int(low < high * 0.18675519) + int(low < high * 0.018507126);
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
//!BIND anime_3x_bank
//!BIND anime_3x_hash
//!SAVE anime_3x_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC anime_3x: filter 1 of 3
#define BANK anime_3x_bank
#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }
vec4 scale(vec4 s) { return s * s * 2.0; }
vec4 hook() {
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    vec4 h = anime_3x_hash_texOff(vec2(0.0));
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
    vec4 least = vec4(tp0p0, tp0m1, tp0p0, tp0m1), most = least, next;
    next = vec4(tp0m1, tp0p0, tp0p1, tp0p0); least = min(least, next); most = max(most, next);
    next = vec4(tm1p0, tp0p1, tp1p0, tp0p1); least = min(least, next); most = max(most, next);
    next = vec4(tm1m1, tm1m1, tp1p1, tp1m1); least = min(least, next); most = max(most, next);
    next = vec4(tp0p0, tm1p0, tp0p0, tp1p0); least = min(least, next); most = max(most, next);
    next = vec4(tp0m1, tm1p1, tp0p1, tp1p1); least = min(least, next); most = max(most, next);
    v = clamp(v, least - tp0p0, most - tp0p0);
    return tp0p0 + b + (v - b) * strength;
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND anime_3x_bank
//!BIND anime_3x_hash
//!SAVE anime_3x_part1
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC anime_3x: filter 2 of 3
#define BANK anime_3x_bank
#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }
vec4 scale(vec4 s) { return s * s * 2.0; }
vec4 hook() {
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    vec4 h = anime_3x_hash_texOff(vec2(0.0));
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
    vec4 least = vec4(tp0p0, tm1p0, tp0p0, tm1p0), most = least, next;
    next = vec4(tp0p1, tm1m1, tp0m1, tm1p1); least = min(least, next); most = max(most, next);
    next = vec4(tm1p0, tp0p0, tp1p0, tp0p0); least = min(least, next); most = max(most, next);
    next = vec4(tm1p1, tp0m1, tp1m1, tp0p1); least = min(least, next); most = max(most, next);
    next = vec4(tp0p0, tp1p0, tp0p0, tp1p0); least = min(least, next); most = max(most, next);
    next = vec4(tp0p1, tp1m1, tp0m1, tp1p1); least = min(least, next); most = max(most, next);
    v = clamp(v, least - tp0p0, most - tp0p0);
    return tp0p0 + b + (v - b) * strength;
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND anime_3x_bank
//!BIND anime_3x_hash
//!SAVE anime_3x_part2
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC anime_3x: filter 3 of 3
#define BANK anime_3x_bank
#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }
vec4 scale(vec4 s) { return s * s * 2.0; }
vec4 hook() {
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    vec4 h = anime_3x_hash_texOff(vec2(0.0));
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
    float least = tm1m1, most = least, next;
    next = tm1p0; least = min(least, next); most = max(most, next);
    next = tm1p1; least = min(least, next); most = max(most, next);
    next = tp0m1; least = min(least, next); most = max(most, next);
    next = tp0p0; least = min(least, next); most = max(most, next);
    next = tp0p1; least = min(least, next); most = max(most, next);
    next = tp1m1; least = min(least, next); most = max(most, next);
    next = tp1p0; least = min(least, next); most = max(most, next);
    next = tp1p1; least = min(least, next); most = max(most, next);
    v = clamp(v, least - tp0p0, most - tp0p0);
    return vec4(tp0p0 + b + (v - b) * strength, 0.0, 0.0, 1.0);
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND anime_3x_part0
//!BIND anime_3x_part1
//!BIND anime_3x_part2
//!BIND anime_3x_hash
//!WIDTH LUMA.w 3 *
//!HEIGHT LUMA.h 3 *
//!WHEN OUTPUT.w LUMA.w 1.8 * > OUTPUT.h LUMA.h 1.8 * > *
//!DESC anime_3x: sub-pixels to pixels
vec4 hook() {
    vec2 at = anime_3x_part0_pos * anime_3x_part0_size;
    vec2 low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * anime_3x_part0_pt;
    vec4 h = anime_3x_hash_tex(mid);
    sub.x = h.y > 0.5 ? 1.0 - sub.x : sub.x;
    sub = h.z > 0.5 ? sub.yx : sub;
    ivec2 cell = ivec2(sub * 3.0);
    int part = cell.y * 3 + cell.x;
    int near = min(part, 8 - part);
    int component = (near & 1) + (part > 4 ? 2 : 0);
    vec4 q = near < 2 ? anime_3x_part0_tex(mid) : near < 4 ? anime_3x_part1_tex(mid) : anime_3x_part2_tex(mid);
    vec2 p = component > 1 ? q.zw : q.xy;
    if (near == 4) return vec4(q.x, 0.0, 0.0, 1.0);
    return vec4((component & 1) == 1 ? p.y : p.x, 0.0, 0.0, 1.0);
}

//!TEXTURE anime_3x_bank
//!SIZE 30 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
7d7e7e7d7c8182837f7577767e8180837c7e7e7d7b7f8585c48fa686f5faf3fb728f8186827f80857d85737ffe85fa7f7c7e7e7d7e7a807e7f85777f7c7982807d7e7e81827e808872918183f595f37fc491a67b7b7e85767d838b70fefc03fb9117906890a0f46af4a0d1f3363a4448363944491309131375777b7b8280888281827e7f82807c8276777e7b8a868d88cbaab9a0fcfae1fd9eaa899f898681888a89857fb367fc7f76687e7d827a7c8681927e7f827a887875687b81899181849efd8989fcdbe17fcbfdb9768a918d7a8a7c7981b38f02fb693d8f7869f5fed1fef57203383c403c382d404a2f0f2f2e989b8ac587858bfa9e9b7c66878586fa989b82c5c5be8280868083e6aaac801a698087e5c9be788003225a7f8d01fe7f988c82818784867f9e997c7f87848c7f988c8a7dc9be788369a38772aa3c807f86a2838cc5be827b0300a35c8d5f00fc958ba38395fbcc31fdfb01024444641d444d647c3536445c7f7e81816a7b777b706d6d6a8b7b7a7b7f7e81816b837b80fb829f83eefbeafd1d8285838e8380806b8f647ffc20fd7f7f7f817f8b807a80708c6d7f6a80787e7f7f817f8e7e80801d7a857bee39ea7ffb7a9f836b7e7b7e6b699a64fcfc01fc7aa0d7817a08fb00fb08e7202f2e56582f365660160d16347b787d7b7a7f7c807b7a736c847f7d807c787b7b79798187b37fa287c3fadffd507f838780798a876e806c7ffea4fc7f7c807b7f84827e7f7b7e737f7a827c7f7b807d7f807a8a7d50788382c369df7fb378a27c797a81816e71926dfefc02fee598d283e40722190a070ffc3b2c52503b445258081009287572605383828681898b8f9b80827c81757267537066bce38d7fa2989fb8b9fe7a7f87986966bfe3a9b9877ffcfdfc7f757d677d80837d8289828f7f8382867c757d6081696abf807a8087849f83b97f8d80a27a706abc7ea9a77780fcfb02fc5d8a87815d048486e904f9fd4e4342334e5542490b2532507c7d7e7d647574777c75716b85757a777f7d7d7d707e8286fb94a590cde8d6fc31949090877e82867099607fde03fb7f7f7a7d7f858a7a7f7c8a717f648a747f7c7a7e7f8784828231759079cd1cd57ffb74a5857084827c705c9e60def903fd72f5d387715cf503f55bfa18302b5a5430335a65150f153a787c756d77797b7a7e7f7d797f797b7a797c756e707197acd6979a8de2cdbcfb5697898d777197ac79a7667ffc05fb7f797d75807f897b7e7e7d7d7f77887b80787d757f7782977e566d897ce259bb7fd66d9a8270829780795e986dfcfe03fc6ff365966eac010301ab13642c2f58452c3e58601513152b68735e619484858382848f90798483837c7361614c30fdfd8ca55e56d9e97079dca55a550330fcfde8fc6b7fb803fe7f7c8361807981837e82808f7f9481858068835e7e036cfc7ddc7f5a7dd965707f8c7f5e814c6cfd81e873936fb8fc00fcf6878c82f60576216d0402fd343557573447575e0e19142d6f8d7e81616c6e6c725e71676c6c6e6c968d848178638184e595b1a9ddced3fd33959fa86e6383842464657ff904fd7f9676847e6c866e827290717f61866e7c6f767e806e94837d33509f79dd01d37fe550b18678948181243c9969f9fd01fd41f8fb8541d431010fd3174e303160573039606f0f11124b697c77737d6d6e5d817b8286616d6d5d8a7c7973735396aa7f94cbfdf0f97a699793b3fd4b5398a949666a7ffa3bfd7f8a7a7980618b6d7e817c827f7d8b6e80697b777e4b8f987e974cb37cf0587a7f7f4ccb82738f96804956946dfafe01fe76c17c9475fa030403f92dc7332f5942334559662c1c2c32666e64658f8a86867d7f787a898a8986726d66654c2dfcfc87b26e71aead3a32e6b26b70032dfafc6d7d6e7f6702fc7f72976680897d897d7d74787f8f7d86816697647e0300fa7ae6926b7dae773a7f87926e814c00fc846dce906667c602fdee7f6e7fed039c66f703fc0154566b6a54416b611e413d407c7b7d7e80807f817a787878817e81817a7c7f7d80838587c58da985fefcf1fd6a8f8489868180867886707bfe85fd857b7d807e817d7d7d7c807784797c7f7c827d7e83808483816e99808aed91f97cc289ac797f83838080728676fafc03fc8cf1809461cdfaf2f38d75ce353a4548373a434a110a12107578807784827e857c7e7b777f7886816d73787a83868c9bab9aaa8efac4d8fee3faa2ae858a909ac4b3a3a0f6ddfe937a75777f81817e8a7f828270787281847578777e8993968274857f91c9bffc83ecfdcb789177a876a8d8ac8afecf09fe75be805c76f69af7fc2ef9c435393f393d3935383c1530227e827f817f6d828388a6858d5726726790957b76867a8282485c6563faca9b925ebbaae16a558981627b6666fc02fdfc8058857f7b997b7d8f65948766a86079728477816c957b86ae8d6e7812008270f056fc947f958878784b8a5a01818cfd04df439e8999fb041bf864035f3a93744b44687b2623305383818280677c7a7e716b6c688a7d797b81808080697c7980ed7d997ef2faeefd1b8485858e7983826d94687ffc2cfe857e7c7e8190807e7f6f8f6a806681777d857d807f8f83817f1e7b827ce232f07ffb77a48265827c7f69669a65fdfd02fb6d47f67f6b0bf203f634e7193130575a3035546015071635807c80817c8381807d7a7a776f6d75708b84786c6f7a797c9b67826dd4fdc0fd71a09dc8606391a18b817d91fcbefed27e7d7f7f7e80817f807c7b7e7d89698276806c7d8882807e57777082ab72eb79b465fb83887b96805a6cab6cfdfb11fb719c6d9083ef7256022105fa3f2d61473a47425a1e0d1b327f7d7f7e82818385858a898e78767c7f75786554727b6c6b6f646450b29f8e8b9d9fadcb737dcffc826ac8e4fdfdfdf17e7e807d7d7a828085808e7f81808283798c527d7f8472746d7751867d7a7c7b9462cc678969fc9c5f78dca7fcfc92fe78699b7dbb94227c020501fe524f68545a675744322c1d637979807e7782797d6c6f736c8674756f87827d7f7c848288b57a8b77f8ded3fd228f95a3817884826ea1647afd03fc9e7e7e7f807e807c808b8f6e7f688e6980787a817d867c80814d8785789309e780fb72c4817680807f715fa261adfc02fd6cb7b28c290af903fc5fec1036306256363252640d0e193a7d7d7d7a8784828577787e7e6f6d7b7988827369787d88906760715ffbe79a9b8cd8a4da4e3e93a09ac0717aee01fdfd767b7a7f7a80857e847a807f809076827888667d8a7b8e7e829e6586685d8d6afb22fc8e7f91a57f5753986897fc77fc7c8c6cad8b42f90402fa3382402d785c2a3e5362381b26267c807c7b867f7c777f7f8487838492a07376675884818f984160605d8d5d6233fcfc97a54a5ec2fda08687a75f10fdf18882797e74807b7c807c877a7d6a9e8b829b597f776e9380b5ad6899018c333fba129864a087fdbe0956c19b94fc83fc827d7b669c01fb9601d812fc6654987640777d4c752e4b70777c7e7e746f7f826061695e8370776891867d7b828a808990658c79fce7c3fc3584acdb5e567c775a74656be501fdcc8475817f6d7f78838d936e7c598a5d8077857a8092878b7e356f82788502e57dfa4ffc886c7c6f7c464f8865aae629fe5f0bcd8c8b16f7020662734341337159363e556f1c101f4f72757d7e83757c798086818367687d7d9797756f8a88898b2a3c7c84fdcf7654a3b7b2e63f35898888946664bf03fefe6e7980804681767e9774857c6f8b7c86a28b6b7a797d897eb6ab8b9121584554c601fc9537938c801b4c7a6907eba4fc7b8c62a18962fd0402f917fb503f957c2551746d57273732818084876d7375738f88776a878698ab7579726b8d7e898834607b92865a4701fdfc9cb63f46aed58a7271824800fdfc787687859297759776866539643fb29895a667954369887df4b991ba19a201259b05a5156874f0fd005d9ed319fea6e476fb9440a70bfda6015528fd9375c99e529f994aa3476ca6807a7a7d82818280777679787b7e7f7f7f7d80807e858286bd85ab85f8fcf3fd6e9480857e7c7f847a87757cfd87fc867a7e817b83807f827b8176817b7d7d817f7d7e7f847d827f6c897e8ef692fc7acb8faa767a7d827e7c778676fefe06fd5eedf81c79fda5d6f57bc2ec373b4549363c434a1b0e0d0d787a808181807b766e766e75857d8a9382857d7b978c8581b39fcbe5b6a9d7f9bcc9b8f379837372937d9089fdfdfb9f7c7b83827f7f73837b7987657e7c838c7d89728a8a927a8582919daab2a9fa75beaccb9b8f77b63c797d9376fcfe20f97677687ca6f7fc9dfd4251fc42493d2e4d4e3333311d274c80808283828d7d7b7a5c8183697273738c80766d8287868f46146a62f3ed9a975bc3aed35f0d898970926363fe05fefd796e827b8e9d83876a51797691b47b876987597c8684938a8670596f0103987ffd3bfd82626ea4837359875e27c4a1fd5bfb03b77f6eaa03057885165d2e9277413d5e7d2d253047807d818071817d806b6b6a688c7a7877818182836e7e7b80d1799277f0fdeafe1f7f898d8b7c807d7091677dfa30fe8e7d7e807e8c817e81778b677e6583737e807c827f8f81808028777d7cd339fb7ffa75b1826b84787f6d659b65e1fb00fd7c15f47f6316dc00f7abc91135305a5b32355160130b18347f7e7f7f83828182787f7b7a716a70628a857b79787e7e847f5b7d6edafac0dd668da9fe67638674827e726afdd8fdea80807e80787c847c88817783808d677d7276797e857b817f5b7d75829e68cf73ad61fe8c7f8a777c69688b68fdfe34fe86644aaf5315b54e06f30bf94b34634a3e454b5d2213152c7a787b7b868787848c898084737f8288726d675a747a7d7e5d6a6666b980896fc5c1badf5b80aabb9c6f989cfefbfdfc7a7f7c7d7f7b80838e858b7e83878b886e784b73837d857a7b835e7f59655d5c9157fe97aba5d9904c55a492fbfcc5fe80728d867676946602fb03fd4f4a736255675553443f43687a7f7f7c827a7f846074716a896b726c8a8a7f7f7f7d8389937c7f69fde0d1fd309799b2726a857f79a86a79f500fcb0807c7d7f7a7d818191966f7e67955f7f7676807e847d8384608575757600fb7ffb6be6857a8a7b7d725aa06299fb05fc696db78e0224fd026cf5be043d2f665738304b650f141e3b7b747f80838b7d7a8686848966637a798c85746d899086864f2d7278e7fb8f6e86d4aff0503489818bc26964fb14fcfc75797f8084897c7c7a6b8780a6a47b82577f6a7c78718180b3b87f8b0127645bf903fc9e9ca885796f537e601adb96fc7b9461a9803ffd0402fa6c06502c816b2b37676b3a242e34878384836878767f927d7b69858b91a275796e659185857b406a7ea87f5b6414fce2a5e235519595aeab656e6d01fdfd7c79807f9a92848a5472655f8c6ea6a087956274696c7876ccabafb32b8a01167701ecb5a0ad9e856041856c02e6bafd7aa573669358c59d01fd00fd766fae8f517a8d748957647e74767b78857f85865a546864917e79648b8d7c7e8086879874637559fbd9c8fc276fa3e1614980746d856465ee01fde782747c7c6c7b7c87939478775f8d5a827e807a8285818f84607b71724a01d083fd62fc82637a6f7c5f588c6079c547fd0d53b08c4805fd014acc7e314c347a5d3d425e72121727537a7b7d8072777d7a9b8f827d647380878980726c9e8e8a840b3b7795fdb5743ea398b6ef3a4a857b8daa5f58e401fdfd7d7b808183897c7e6b657a789698888874846c7b736b7e7dadba9d9d2f35353d7801fda5868e7c7b876f6e5f0294a8fc7cbb48b28305fc0001fa66245a4ca08b5257897f5f2944448f85817b5672809a7f726c47bba893ac58697772ab938271154b8cc7826e5f00fdd290d03c50948db5b25d694a02fee773757b79a9969ba05f8b45425f38b0aa9faa707a5b5f716dd2c7c3cd5d9001004701cfb97d8d94865f457b6f02e5a8d276c7a130aa02f79a01cb01fd9e91d2bb61a2cca3ac5787ab777b7c7f81848180796f78767e837c7e7e7b807d7e7f8184c089a981e9fcfcfe7499828b7c7b868777877982fa99fd857d7d7f7c837b7e8378817c7f7b807f7d7e7c7b837d7c83846a8a7b86e887f782cb92ac737c7d827f7c7a8874fbfd04fc79ef1c746994f24cfd8ec8f73a3a444a3a4044492310101b7b7a7d7f7d817c7c7b7c81888c8f87967878796a8e89817ab09fc7d1b8acecf9bcc5b2dd60786c9c9682a17afdfcfda37a75877a83827c877f7583757b9871b284808d59889479877ca195a5b1aafd71c0add6849987bf4994b3697ffdfb2afb529b69ae4afcfd9bfda7c3fb4647382f443f3231231e293d7e7b80807f847d797c7780876f6a766f8981756e8875898d46546868ecae9b915db7aae060388a836d9c6462fd02fcfc8183807e776e7b7f878f86827b87707a739165826e708781a788727a00018172ed45fd966b728d778a7a865c05708efd69788487df04fa00086fa313603994754a41697b1b263958827c818072847d8068636a66928276787f80828370807c81c8778b76effaf4fd1c7c888c8d7c7f7c6b93687efc2cfc8b807e807f877f7e80798e65806380727d847e837f8c8080812d787c7acd33fe81fd76b6806784747f70649b64d9fe02fd61c3ee7a7c10df00f67ef60f36315a5d32345160140a16337e7f8080817b7d7b7c8b8287735e6754898883848082818876607d6dcfedb4d26093b5fe6e717962755e6a5ffcfdfdea8180807f797d7d7e8c8185807a85587d667980807f7e857f6a816e877252ce6bf97efb96878570755f638563f1fd46fc84618ba10a0af903aef403c55232684f34404e601710132a80827e7e7b757d80908e9087657e626d81677d74848083805277697ab7738a70abc3d7fd608b7c7989597669fdfdfef38081807f787c7d818981847baca9757c2b476d7f897e837c80827e9334397259b66efcbffbdc8c5b2f476f61dffbaafe8f6f79b5007baf1b61fd04fb5b507d6d4349605a34454149787b7d7d868282836467716b89747168878a7f828481868b826f7868f1f3d2fc2b839bba7a7081766fa36773fb05fcb7837c7e7e7979818191986c7f668d5e7e7879807f7d808584698a74756f04fe80fb73ef866f8c737d845a9c6179e30afd9911c38b1106fc02f8fdb20a452e69573c334a650e12203d7e7980807d847c7c878a83836b63787a8a83756f888a84815f3d7986cafc8a6975afbcfd644281707197655ffe64fdee7c7d7f8086847e7d7472827fa1b27886616e6f79706b7f7ea1ac858f27046d52c91dfea790a8767597797a5f049d88fd7c9d53a3632cf82700f6c902622b7f6c3e35686c2e212946888a827b65657a949d977b56696589a586816e638c9382725f5288bd8f7f611aaefbc5fe543c7f6e6e795f57fd6afdec78747a7899a5959d5a4b56499397a7ad7b89626e756f706a9fafbbd45e5f1d007902fde09bb6725e806d69500223affd75c21a918659fc6a01fd670183419e9364508e7c5a403b5f7a767a77837c888b5f5b6a66898076658a837e8383848c986763694efcc8d2fd277298cd685880726d975f66ed02fcdc7d797f7a747b7d889498767a688b5a8279777b8279778c867a82686d2b02dd86fc6bfc7d65776e7c7a6d8e5f48a342fe5735cb890202fb02a69bb31a543a7d6443465e75141b2a577d7980827276777896a0857b685f7f8c86746f6a97958a823903749ad1ec7a3a8785bff4561b85776c9f5e57fd27fdfd807e8282878d7d7c6c5c787795ab8d8d6f726a796b617c7ea6bc9b9f3c013d348101fda88b997878948a715e00559efe7fb33ba07119fd2e02fca30073369989634b878a533042618785807563687ca69895783f7f848ab26e616e66908984685a4c86d56e6f6201d5fdaeea4a1b8f7875a3625cfd4efdea797874749095abad72713a3c806db6ad81946772706964608da1d9e4869001015c01edc98b967c6c897363550140b7de77c85c6a8e30fca101fb56019f5cbab48279aca992534f797d7b7c7d7a7f7b7d7b747b797a7b7d80837f837e82838183b885af85f6fafcfb6c96868877797c7f7b8a7b7ffb93fa837d7d7d7f817d7c817680778479777f7d7f827f81807a83846c898283e894fc7dcc8fab7c7c7b7e7c7c7f877afbfc03fb7b8ab90691f37da0f948f6f2393b444c383d44491e0f0e157979837f7577797b898d92936b644c5b8981a99183807075bdbde9c7c3ccd8abb7e8e9fd8ea53c628a8b967dfcfafa8779777f8083787b708692889c73677e366c5c80a076836f908cbb89e9ebddce5dfdfcfddaa9ad99028ea2777bfcf056c57442a84564bcfde5fbfa9af94742363c3f3e392c3f1c37357c768081848c7b7778628085737e7a72867a736d8573858a4d616f70e5a9968d5fb1ace060398b836e986562fd01fcfc7979807f88867a7d7e70848177a071807581677d71758684a08d757a01008071f254fc93697a8d798a74865e01888dfc5de0588fa808fa010275a30d5f3793754846697a21192d537f7e817f7a807c7f66696767917b7a777c85808273817b80ba74917becfdf7fd1e81868e9276807c6994677efb29fd8b7d7e7f808a807c817a8e6a7c627e727f867e817f8e7f817f32787f7ac236fc87fd79b87b6781758172689a67c8fa00fc6e99ef845f4fdd01fe09f50a3930595c3334505e150914327f817f807f7a7e7a76887c867a3a694a85a58898857e8483766e7f81d8fabdc557f3b4fd7c336a4965685e5efdeafdcd81807f7f7a7a7d7e908d7f8467715676777988867878817f81857c855f4bce6efcb0fe997075686d8170876290fe37fc8258c96f6505fd05fb2b9d6b562c6753443b4d5d2c12172e808181807d797a7c889c8c856864515f8a709188817c827f6e7a7c8eaf559c7a7cf1e9fc717b57596c5d605ffcfdfcd181807f7f7b7c7f809599818386896469525b7e9477758077957f8a9d04007e4dfdc6fcd6a39d7a3c7075705582d791fd7f8bfc934616ea00fcfa86916a46716f524c605a461f1e567c7b807e858280826969716b8375716b84858186848184887f74786af8e9ddfb268792b1817181736ca46370fc01feb3817d7f7f7a7a7e80919d6e7f65895e7d7e7482817e808482708476765f02fc87fd76f77f668e6c7c875a9a5f74ec08fd7b23b18b5002f804f9a1c104452f67593f314864191324407f7e80807b7d7b7b888e85866c6d70708b7379758883858165467a86c6fb91726189c0fe6d567d6b6a966161fd55fee17e7d808085867e7c787381849eaf70815b65747a6f73807e9c9a808d2102864ce157fcb18c947273a1817e60049972fc77ab44a30236e03426fdf90365297d6d4138636f201e264c8282807d76777d878fa27e6c62457a8f9191716d7f717c7885969aac8868583289b3fefe6337615f5e425864fefbf9c27c797d7b8894878e6e5d6e609fc48d9f61536c727f797a73757d9ec56d2a41029337fdec94a572509d9b7756020095ec73a743a002804a7412fcfb019438889974427e7c37373e7a7a727b7a8787898a61616b6b80746d618582808687858c9364686253fdaee3fc227f92bb7a5b84735e925f69fa04fdc77e79817972777d8b96987b776887528479767f7e7c7987887c7f70662303d991fc6dfc7560826a828c6f8f6038923afd5e22c6863b05fe03f55fe70d55397a6948455e75131e2a567c787f80777277758e998b896d647881834a6f6c94908c864c036c88c0f981467137c5f164258a7d658a5f5dfc49fefe8181808184817c776f6b80838ea484886e666c786c6a7e83a1a48c8f4a0051389c3dfda68b947b7d988a7a62025f98fd80a83b974511fd4102fec2017d2d988a6f4c7a95332f3f6f817f807b7b837e94868b8156674780a68a8f5e6278617a6ea1c18dc36e5e6a158f75fcfd5e2f696551426262fdfcd4c27d7b797a82869b997d78484d8d8fb1ac6b6d656e86806f6b5358cad29d8a00007d31f9cb90947962abae685b0102c0da74807b9201b001a007fdf600ce57a4bfae6c92b44c4a6fb87d7c7c7d7c7c83847a7176737b817c7f8081807c81818185b589a984e8fef1fd748f83867a777f837482767dfba1fe8879777d7f80817e817580787d807f807e7e7f7982868484806d847c8af58cfb7cc789a97f7c7e837b74758874fafc04fc688f098ab1b798aaf50994fc3b39464b373e454c10140b1c7a797f807b7d7762798079939c9da8cd7473a4917f7c7584a89cd7c9c0ace1d3cae6c5f99d9541499393a392fdfdfb9e7b7c7e7f7e7a7b5c7f7e93837d998ece7d758888777d7f898f967cc8b194d655f8e4fc8293919d25839670a5fcfc4afb7a0aa3c06887de66fbdefcfc4342342a44452d294012234281847f7f766e807d8a6b7d805da57472925a776f86858085462f7571effe94906638afe153888c8375606660fe81fefe8283807f836f7a803d6f857efec26e810e6b697d7983857f87737481002b816d8104fd94f3aa8e791940865b64e68bfc808304fd5c6db50301fb16475a3990743044697b4c382b3f807c807f77857d816765676693807a797b828182747e7d81bd728e78f6f9fafe167f838a9376807b6796657bfa32fb8a7e7e7f7f877e7f807b92677d607d7081887d847e8c807e813e798179b12bfd86fa7eb9796584728278659866b6fa01fd7d06fa7f6f51de02f458cd103832595d3732505d180c17347f7f7f8080817f7b747d777a7a4e6e57858f878f827e81837b79837ed9dfcefe5cfba8e87a506f57696d6260feb6fdc78080807f7e7d7b808a86797d5f68597d848586837e7c857d768077826f54f87dfbc2fc88676665777c70876999fa18fe8080c1468d67f601fa028194502f6149493b455834211229807f80807b85777a89928c8c6c4d483f82809e9f847487826a727c86b66eae9c72fce0fd7f604b496686545dfdc2fcca7e7e7f80858a7c7a86937f94715c6343727b79ac756d837f8770838b31109968fdfcfdcf6b60892f8e92795381ef89fe7ea28b79724e7502fc03f994674c706762495758542f2c507e80807f8381818367666e6a89806f67827f8288817a85877e7a7769f9dce6fc1e888cae856c82746ba96575fb05fdad837a817e797d7d838f9e6d7c6388587e7e7086807a848284787c78725e01fa90fd6dfd786b9e687f89509d6068f805fd6d54c08c2536fb06f7f5c7044732665b402f49631a1420407e7d7f7e7c7f7b7a8378868b7186695a87587e808c858a8a61706d70d6dbaca44c88b1fe7d8c7a606384615cfd02fde87e7e7f7e867f7e7b777f838798a163785f5c7e7f707c80879d937b782201a569fc77fc9e7b9c68759d6f81600da75afe7bb4459e040afa2cc2b6f5035e27785f41365b6c1c1723488181807f75747b8293bd877d5b26636f9157848086837f797e43939d9b95614e6dfcfcfe72405b4f577b5869fec2f7b17e7f7f7f8681808469837a7ba3997779635373847d7d7d747a6d8cae56037014bc96fcfe76776d3aaa977d5b02897ce179f63fab05536e537b59fb0286308b9665436e7a2d183b657c7c7c79847d8b8d606b6664807d716a7d7880858d7b9094676d5f52fcb1ebfd287385aa7a6689785b9d5c6df703febc827b7a7c7275818a95967376658750867d778a79777b8989807772622903e696fb75fd71667a5e89927191602b9c25fc8c34d5835a03fb02ec71e611573f7a6e4c445c770b1f28577779797a80857d7a8676898c6b777174855b7571967e9391415d5b6ed3c296626776bcea6d79877a627d605ffc00fefe86807f7c7c7b7d7a757985898e93737e6d6374796b717e8ea4957e764601744fb371fca3828d777e967a8063006686fdb26e56930203fe416dc4bf00733d978869467195222b3c6a817f81806e81748496e68c7a5b036e798e1e74718a5e8472880e8bab8b56543274eafdfd6959755649a65a64fdfdf7bd7c7b7f808d9a8687628f69749079928679256c6d7858756d793dadc4900235007a8cfdf98aa16c43a9d86f53004e9cde72f028917042709102fafd01b540b0c4a84984a853385fab7d7c81807d807d7e7470777780838080807f7f7f7d817d82c389b18bfdfcfdfc6d937f86807a7e81747f777cfd98fd807e7c7f807e817a82727f7a7c7c7a7d7d7b7f7e7f7e80847e73897f8bfc98fc80dc93b1777c837d7e71708477fcfc02fc6af54d9f7bf5f5f4f8a94df4383c434a373c444a1c0e11107c7e797f73767b798d83888f84889883868d7f83736f7b75a99af1d5fcfdfcfa9a987fbb8489668a8d7e8882fce4fc967e7e7f7f6f6f7975837e8e818e898e748b8d877b70768579909a7fd5fce4c796cb98fb438e888e7b8383708ffcfd38fa7f03c181af03fbfdf98cc0fd424434303e4433302717173f82837f7f8d8b807ca190948741902a2999987f8a8d98807b5e7a798afcf3fcfc44017fd34191d4b8a19e9499fb7cfcbf87837f80a298817b869e7b99d2917146cf988474a28b7d7c8e7a7f8abd7c78bf0201fc2bd29071d585908387bdf386fc81a2a9fa95a2fc6401f9a96455495e4b3549674b5b372837817d828075827a7e696668688d7e7a7b7f827f7f75817a7fbc76907bfef9fefb17817f888d78847f6991687efe2dfe897c7d7f808d817f7f7691657e6378737f8882827f8d827f7e2b767f7bc62dfe89fd81ba76637e728376669968c6f900fb7910d282500ffd03fbded1033732585d34324f5d140a17347f7f7f7e817f81816c7b666a7953807886927f81828181827b6c8378fdfbfcfd56ca7fa179597e736c846673fd72fc9e7f7f7f7e7e817d82898471735d59638c8892857d7e7f81816d6c7f788572f39efccafb5d5d536286897b8d6a85fb0bfd826ef406956eba16fd06f41647365955463646552e1f101f7f7f7f7f8276807d708c7576918971756b6d7f7b827580825c6a7a6ffdfcfcfc66a87fb891868d8870967578fd94fcc77f7f7f7f72757e8296967e7870867f76836d73837276807d8b6a7f6f779490c7fca8fc4670897e89968c807677fc6efc8005f8029105bf8ffa23f88f503e574d473e554d351519127f7c7e7d85818686635f66648d8475727d807f82857b86867780746bfbdffcfd1a847f988d72897b63a66679fb00fc9d807c7f7d7e7b7b868ca6697966725b837e808a7c7d81838676807f6b5f00f39dfe84fb6666845b8c8c5f95645fdf0bfd690eeb863c0efd02f8e7eb014b30626044304b6017111f417c817c7b887c88886b766d6c7d8b777485637f80887a88885c8a5a61fcadfdfc42927fb17d9387726b866c6efc00fdb782817f7b787a7e888e86806e8593678c5f637e7e777c8088968a7f612300adb7fd92fc4d858b678a8e767e6c23ad52fc9440bc910440fe02b4f5bc0154336558403357581c1921407e7f7e7d837e83847587695d615f738491657f7c838083845a6b6a7afdbdfcfe51ba7fc660768b6475886963fd02fcc1807f7f7d7b807e848c8880638076739a686571837b7e80848d6b7f7a2f0286c1fdbafe38805f737a8c877e5e2ebd78fe895faf99195efd00fcfbae0057386a504c3862501d1d1e407e797979877e928e666f60626c756f6e8b797f8587819290616f5758fda0fdfe30787f976c788f7966926073fd02fca582797f7976817a908c9273737578538573798b79767e848e816f7f581e02dfa5fe78fc67747553908c6f8b621ea01ffe040bcb822e0bfc0399bccb03564278764a425e7618152b577084736c93799398697469656f88717d85667f7e93749397347c3848fd8cfdfc60957fb26f898d7269816967fd03fdc88c847f6c69747d978f817f678a896f8c6266798169798198af7c7f4801038ec8cf95fd4c8a886f818f747f65018c70fcc70393930003fb015bf5930066467a6555466b6523243a57707c6a698d73969b68885b4368717c9c8b5f7f7b8d76959d47655074fd7cfcfe38947fcd68728351688c5b49fd00fcd18c7c7f696b767d9d8c8c83498a7271ad735f73836b73819ba4657f74020077d1d494fd318a7170628c887b43027c87fefb0592937305fd0146f99201694478575d446e571e26395f
