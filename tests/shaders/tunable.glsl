// #define knobs: which become parameters, with what bounds; the same in two passes is one.
//!HOOK MAIN
//!BIND HOOKED
//!SAVE TUNABLE_FIRST
#define STRENGTH 0.6 //Power of it, good values are between 0.2 and 4
#define ITERATIONS 2
#define LEVELS 8 // must be a positive number
#define LIMIT -0.5 /* lowest value */
#define GLOW 0 // 1 to switch it on
#define BASE 0.0 // between 0.1 and 0.9, yet it is not
#define PLAIN 0.5
#define PI 3.14159 // as ever
#define EPSILON 0.001 // against division by zero
#define HALF_SIZE 2 // Half of the size. Must be equal to ITERATIONS
#define MODE 1 // picks a branch
#define TWICE 0.5 // defined again below
#undef TWICE
#define lower 0.5 // not in capitals
#define EXPRESSION (0.5 * 2.0) // no literal
#define FUNCTION(x) 1.0 // no literal either
// #define HIDDEN_STRENGTH 0.5 // inside a comment
/*
#define HIDDEN_SIGMA 0.5 // inside a comment too
*/
vec4 hook() {
#if MODE == 1
    return HOOKED_tex(HOOKED_pos) * STRENGTH;
#else
    return vec4(LIMIT);
#endif
}

//!HOOK MAIN
//!BIND HOOKED
//!BIND TUNABLE_FIRST
#define STRENGTH 0.6
#define SIGMA 1.0
#define DIFFERENT_SIGMA 1.0
vec4 hook() { return TUNABLE_FIRST_tex(TUNABLE_FIRST_pos) * STRENGTH * SIGMA; }

//!HOOK MAIN
//!BIND HOOKED
#define DIFFERENT_SIGMA 2.0
vec4 hook() { return HOOKED_tex(HOOKED_pos) * DIFFERENT_SIGMA; }
