// One axis of a separable resize, with the weights of core/scale.py read down a column of a table:
// the coordinate of the first tap, then upshade_taps weights. Every tap lies at a texel centre.
vec4 upshade_resize(sampler2D source, sampler2D table, float along, vec2 pos, vec2 pt, bool vertical)
{
    int column = int(along);
    vec4 packet = texelFetch(table, ivec2(column, 0), 0);
    vec2 at = vertical ? vec2(pos.x, packet.x) : vec2(packet.x, pos.y);
    vec2 unit = vertical ? vec2(0.0, pt.y) : vec2(pt.x, 0.0);
    vec4 sum = vec4(0.0);
    for (int i = 0; i < upshade_taps; i++) {
        int k = (i + 1) & 3;
        if (k == 0)
            packet = texelFetch(table, ivec2(column, (i + 1) >> 2), 0);
        sum += packet[k] * texture(source, at + unit * float(i));
    }
    return sum;
}
