// Chroma to a quarter: the mean of taps between texels, by the linear filter. A co-sited axis (d half a pixel)
// weighs three samples 1 2 1, a centred one (d 0) two samples 1 1.
vec4 upshade_gather_chroma(sampler2D source, vec2 pos, vec2 d)
{
    if (d.x == 0.0 && d.y == 0.0)
        return texture(source, pos);
    if (d.x == 0.0 || d.y == 0.0)
        return 0.5 * (texture(source, pos - d) + texture(source, pos + d));
    return 0.25 * (texture(source, pos - d) + texture(source, pos + d)
                   + texture(source, pos + vec2(d.x, -d.y)) + texture(source, pos + vec2(-d.x, d.y)));
}
