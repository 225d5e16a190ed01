// Rounding to whole steps, with or without a threshold pattern. `levels` is the largest code value, `unit` what
// one code value is in the target texture (1/255, 1/65535, 64/65535).
vec4 upshade_round(vec4 color, float levels, float unit)
{
    return floor(clamp(color, 0.0, 1.0) * levels + 0.5) * unit;
}

// Thresholds from a 64x64 blue-noise tile (core/bluenoise.py). The pattern lies still: grain that moves from frame
// to frame costs an encoder many bits and shows no less. No threshold is near 0 or 1, so a value that is a whole step
// already stays what it is, in spite of the rounding of half floats.
vec4 upshade_dither(vec4 color, sampler2D tile, vec2 pixel, float levels, float unit)
{
    // (A texelFetch costs a driver without texture units twice as much.)
    float threshold = texture(tile, fract(pixel * (1.0 / 64.0))).x;
    return floor(clamp(color, 0.0, 1.0) * levels + threshold) * unit;
}
