// Chroma to a quarter: the mean of taps between texels, by the linear filter. `spread` in pixels of the full size: a
// co-sited axis (0.5) weighs three samples 1 2 1, a centred one (0.0) two samples 1 1. It is a constant, so that one
// branch is left.
vec4 upshade_gather_chroma(sampler2D source, vec2 pos, vec2 pixel, const vec2 spread)
{
    vec2 d = pixel * spread;
    if (spread.x == 0.0 && spread.y == 0.0)
        return texture(source, pos);
    if (spread.x == 0.0 || spread.y == 0.0)
        return 0.5 * (texture(source, pos - d) + texture(source, pos + d));
    return 0.25 * (texture(source, pos - d) + texture(source, pos + d)
                   + texture(source, pos + vec2(d.x, -d.y)) + texture(source, pos + vec2(-d.x, d.y)));
}
