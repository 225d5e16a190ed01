// Colour conversion: an affine map. The matrices are computed by core/color.py.
vec4 upshade_affine(vec4 color, mat3 m, vec3 c)
{
    return vec4(m * color.rgb + c, color.a);
}
