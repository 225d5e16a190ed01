// Buffers, uniform and storage, with an array: parsed and refused, with the passes that bind them.
//!BUFFER SETTINGS
//!VAR float first
//!VAR vec4 rest[2]
0000803f

//!BUFFER STATE
//!VAR int counts[32];
//!STORAGE

//!HOOK MAIN
//!BIND HOOKED
//!BIND STATE
vec4 hook() { return vec4(float(counts[0])); }
