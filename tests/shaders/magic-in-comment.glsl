/* What starts a block is the mark itself, wherever it stands: here, in the middle of a comment's line. */
/* Both passes are real. */ //!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return HOOKED_tex(HOOKED_pos); } //!HOOK MAIN
//!BIND HOOKED
vec4 hook() { return HOOKED_tex(HOOKED_pos).grba; }
