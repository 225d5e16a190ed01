// A hook's own global variables may be computed from where it is drawn and from what lies there.
//!HOOK MAIN
//!BIND HOOKED
//!DESC computed before main
vec4 here = HOOKED_tex(HOOKED_pos);
vec2 place = HOOKED_pos * HOOKED_size;
vec4 right = HOOKED_texOff(vec2(1.0, 0.0));

vec4 hook() { return mix(here, right, fract(place.y * 0.125)); }
