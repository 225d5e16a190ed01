// `require` of an extension that OpenGL cannot have: refused with that reason; `enable` and a fallback are fine.
//!HOOK MAIN
//!DESC cannot run
//!BIND HOOKED
#extension GL_EXT_spirv_intrinsics : require
vec4 hook() { return HOOKED_tex(HOOKED_pos); }

//!HOOK MAIN
//!DESC falls back
//!BIND HOOKED
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : enable
#ifdef GL_EXT_shader_explicit_arithmetic_types_float16
#extension GL_EXT_shader_explicit_arithmetic_types_float16 : require
#endif
vec4 hook() { return HOOKED_tex(HOOKED_pos); }
