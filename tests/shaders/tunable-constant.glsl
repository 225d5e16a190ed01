// Where GLSL wants a constant expression, a real #define cannot become a uniform: it is compiled in.
//!HOOK MAIN
//!BIND HOOKED
#define CONST_STRENGTH 0.5
#define ARRAY_STRENGTH 3.0
#define MACRO_STRENGTH 1.5
#define FREE_STRENGTH 0.25
#define RADIUS int(ceil(MACRO_STRENGTH * 2.0))
const float base = 2.0 * CONST_STRENGTH;
float scale(const float x) { return x * FREE_STRENGTH; }
vec4 hook() {
    float taps[int(ARRAY_STRENGTH)];
    float more[RADIUS + 1];
    taps[0] = base;
    more[0] = scale(taps[0]);
    return HOOKED_tex(HOOKED_pos) * more[0];
}
