//@ title     Edge-keeping denoise
//@ source    own; bilateral filter, Tomasi and Manduchi 1998
//@ license   MIT
//@ group     Denoise
//@ step      contrast 0.005
//@ step      strength 0.05

// Averages a pixel with those neighbours whose luma is like its own. It works on the picture before it is enlarged,
// where noise has its own size and a quarter of the pixels have to be computed.

//!PARAM strength
//!DESC part of the filtered picture in the result
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 1.0
1.0

//!PARAM contrast
//!DESC standard deviation over luma: differences well below it are noise, well above it are drawn
//!TYPE float
//!MINIMUM 0.002
//!MAXIMUM 0.3
0.05

//!PARAM radius
//!DESC standard deviation over distance, in pixels of the source
//!TYPE float
//!MINIMUM 0.3
//!MAXIMUM 3.0
1.5

//!PARAM reach
//!DESC how many pixels away a neighbour may lie; the work grows with its square
//!TYPE DEFINE
//!MINIMUM 1
//!MAXIMUM 4
2

//!HOOK MAIN
//!BIND HOOKED
//!WHEN strength 0 >
//!DESC edge-keeping denoise

const vec3 luma = vec3(0.2126, 0.7152, 0.0722);

vec4 hook() {
    vec4 color = HOOKED_texOff(vec2(0, 0));
    float c = dot(color.rgb, luma);
    float far = -0.5 / (radius * radius);
    float unlike = -0.5 / (contrast * contrast);
    vec4 sum = vec4(color.rgb, 1.0);
    for (int y = -reach; y <= reach; y++) {
        for (int x = -reach; x <= reach; x++) {
            vec3 tap = HOOKED_texOff(vec2(x, y)).rgb;
            float d = dot(tap, luma) - c;
            float w = exp(float(x * x + y * y) * far + d * d * unlike);
            sum += x == 0 && y == 0 ? vec4(0.0) : w * vec4(tap, 1.0);
        }
    }
    return vec4(mix(color.rgb, sum.rgb / sum.a, strength), color.a);
}
