// Data over several lines, cut in the middle of a byte, capital digits; FILTER left at its default; BORDER REPEAT.
//!TEXTURE SPREAD
//!SIZE 4 2
//!FORMAT r8
//!BORDER REPEAT
  0010 2
0 30
40 50 60 fF

//!HOOK MAIN
//!BIND HOOKED
//!BIND SPREAD
vec4 hook() { return vec4(texture(SPREAD, HOOKED_pos * 4.0).xxx, 1.0); }
