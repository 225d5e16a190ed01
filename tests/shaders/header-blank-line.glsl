// A blank line ends a header, and so does anything else that is no directive; indented directives count.
  //!HOOK MAIN
	//!BIND HOOKED

vec4 hook() { return HOOKED_tex(HOOKED_pos); }
//!HOOK MAIN
//!BIND HOOKED
// a comment is body already
vec4 hook() { return HOOKED_tex(HOOKED_pos).bgra; }
