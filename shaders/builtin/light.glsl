// Signal to light and back, clipped to 0…1: where a curve is defined. The curve and its numbers come from core/light.py.
vec4 upshade_linear(vec4 color, const float gamma)
{
    return vec4(pow(clamp(color.rgb, 0.0, 1.0), vec3(gamma)), color.a);
}

vec4 upshade_signal(vec4 color, const float gamma)
{
    return vec4(pow(clamp(color.rgb, 0.0, 1.0), vec3(1.0 / gamma)), color.a);
}

// IEC 61966-2-1.
vec4 upshade_linear_srgb(vec4 color)
{
    vec3 c = clamp(color.rgb, 0.0, 1.0);
    return vec4(mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), vec3(greaterThan(c, vec3(0.04045)))), color.a);
}

vec4 upshade_signal_srgb(vec4 color)
{
    vec3 c = clamp(color.rgb, 0.0, 1.0);
    return vec4(mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, vec3(greaterThanEqual(c, vec3(0.0031308)))),
                color.a);
}

// Light that is steep at both ends, so that a kernel's overshoot is small there.
vec4 upshade_to_sigmoid(vec4 color, const float center, const float slope, const float offset, const float scale)
{
    vec3 c = clamp(color.rgb, 0.0, 1.0);
    // Steep and off the middle, the curve's end is 1 for a float: no logarithm of 0, then.
    return vec4(center - log(max(1.0 / (c * scale + offset) - 1.0, 6e-8)) / slope, color.a);
}

vec4 upshade_from_sigmoid(vec4 color, const float center, const float slope, const float offset, const float scale)
{
    vec3 c = clamp(color.rgb, 0.0, 1.0);
    return vec4((1.0 / (1.0 + exp(slope * (center - c))) - offset) / scale, color.a);
}
