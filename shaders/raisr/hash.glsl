//@ title     RAISR hash
//@ source    own; structure tensor and thresholds of raisr/photo-2x
//@ license   MIT
//@ group     Learned

// What the filters of RAISR know of each pixel: the direction of edges as a hue.

//!PARAM show
//!DESC smooth: angle, coherence and strength as they are. buckets: as the filters know them
//!TYPE ENUM DEFINE
HASH_SMOOTH
HASH_BUCKETS

//!HOOK MAIN
//!BIND HOOKED
//!DESC raisr_hash: hash
#define CORNER(a, b, c, d, w) { \
    float u = d - a, v = b - c; \
    float uu = u * u, vv = v * v; \
    total += (uu + vv) * w; diff -= (u * v * 2.0) * w; cross_ += (uu - vv) * w; }
vec3 hue(float turn) {
    return clamp(abs(fract(turn + vec3(0.0, 2.0, 1.0) / 3.0) * 6.0 - 3.0) - 1.0, 0.0, 1.0);
}
vec4 hook() {
    float tm2m2 = dot(HOOKED_texOff(vec2(-2, -2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm2m1 = dot(HOOKED_texOff(vec2(-1, -2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm2p0 = dot(HOOKED_texOff(vec2(0, -2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm2p1 = dot(HOOKED_texOff(vec2(1, -2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm2p2 = dot(HOOKED_texOff(vec2(2, -2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm1m2 = dot(HOOKED_texOff(vec2(-2, -1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm1m1 = dot(HOOKED_texOff(vec2(-1, -1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm1p0 = dot(HOOKED_texOff(vec2(0, -1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm1p1 = dot(HOOKED_texOff(vec2(1, -1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tm1p2 = dot(HOOKED_texOff(vec2(2, -1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp0m2 = dot(HOOKED_texOff(vec2(-2, 0)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp0m1 = dot(HOOKED_texOff(vec2(-1, 0)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp0p0 = dot(HOOKED_texOff(vec2(0, 0)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp0p1 = dot(HOOKED_texOff(vec2(1, 0)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp0p2 = dot(HOOKED_texOff(vec2(2, 0)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp1m2 = dot(HOOKED_texOff(vec2(-2, 1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp1m1 = dot(HOOKED_texOff(vec2(-1, 1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp1p0 = dot(HOOKED_texOff(vec2(0, 1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp1p1 = dot(HOOKED_texOff(vec2(1, 1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp1p2 = dot(HOOKED_texOff(vec2(2, 1)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp2m2 = dot(HOOKED_texOff(vec2(-2, 2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp2m1 = dot(HOOKED_texOff(vec2(-1, 2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp2p0 = dot(HOOKED_texOff(vec2(0, 2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp2p1 = dot(HOOKED_texOff(vec2(1, 2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
    float tp2p2 = dot(HOOKED_texOff(vec2(2, 2)).rgb, vec3(0.2126, 0.7152, 0.0722)) * 0.85882353;
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
    int level = int(high > 2.6065274e-05) + int(high > 0.00014999) + int(high > 0.0021680151);
    int straight = int(low < high * 0.32357044) + int(low < high * 0.098002772);
    int kind = level * 3 + straight;
    int row = angle * 12 + kind;

    float bright, pure;
    if (show == HASH_BUCKETS) {
        turn = float(angle) * 0.041666667;
        bright = float(level) * 0.33333333;
        pure = float(straight) * 0.5;
    } else {
        turn *= 0.041666667;
        bright = clamp(sqrt(high) * 21.476764, 0.0, 1.0);
        pure = high > 0.0 ? (sqrt(high) - sqrt(low)) / (sqrt(high) + sqrt(low)) : 0.0;
    }
    return vec4(mix(vec3(1.0), hue(turn), pure) * bright, 1.0);
}
