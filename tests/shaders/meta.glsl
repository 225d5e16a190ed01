// The lines that only this player reads, as ordinary comments before the first directive.
//@ title     Everything a file can say
//@ source    nowhere: a test file
//@ license   MIT
//@ group     Tests
//@ step      gain 0.05
//@ precision full
//@ author    kept as it is
//!PARAM gain
//!TYPE float
//!MINIMUM 0
//!MAXIMUM 2
1.0

//!HOOK MAIN
//!BIND HOOKED
//@ title not one of them: it stands in a body
vec4 hook() { return HOOKED_tex(HOOKED_pos) * gain; }
