//@ title     BLADE: blocks of H.264 smoothed
//@ source    own; deblock 7×7 taps, shuffle, from h264:32; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from Ren'Py demo, Expat; KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 103 pictures (22680555 patches), seed 1.
// On 12 pictures held back: 37.28 dB, as given 36.78.

//!PARAM strength
//!DESC how far the filters go from the picture unchanged; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!BIND deblock_bank
//!DESC deblock: hash and filter
#define BANK deblock_bank
#define CORNER(a, b, c, d, w) { \
    float u = d - a, v = b - c; \
    float uu = u * u, vv = v * v; \
    total += (uu + vv) * w; diff -= (u * v * 2.0) * w; cross_ += (uu - vv) * w; }
#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }
vec4 scale(vec4 s) { return s * s * 2.0; }
vec4 hook() {
    float tm3m3 = HOOKED_texOff(vec2(-3, -3)).x, tm3m2 = HOOKED_texOff(vec2(-2, -3)).x, tm3m1 = HOOKED_texOff(vec2(-1, -3)).x, tm3p0 = HOOKED_texOff(vec2(0, -3)).x, tm3p1 = HOOKED_texOff(vec2(1, -3)).x, tm3p2 = HOOKED_texOff(vec2(2, -3)).x, tm3p3 = HOOKED_texOff(vec2(3, -3)).x;
    float tm2m3 = HOOKED_texOff(vec2(-3, -2)).x, tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x, tm2p3 = HOOKED_texOff(vec2(3, -2)).x;
    float tm1m3 = HOOKED_texOff(vec2(-3, -1)).x, tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x, tm1p3 = HOOKED_texOff(vec2(3, -1)).x;
    float tp0m3 = HOOKED_texOff(vec2(-3, 0)).x, tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x, tp0p3 = HOOKED_texOff(vec2(3, 0)).x;
    float tp1m3 = HOOKED_texOff(vec2(-3, 1)).x, tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x, tp1p3 = HOOKED_texOff(vec2(3, 1)).x;
    float tp2m3 = HOOKED_texOff(vec2(-3, 2)).x, tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x, tp2p3 = HOOKED_texOff(vec2(3, 2)).x;
    float tp3m3 = HOOKED_texOff(vec2(-3, 3)).x, tp3m2 = HOOKED_texOff(vec2(-2, 3)).x, tp3m1 = HOOKED_texOff(vec2(-1, 3)).x, tp3p0 = HOOKED_texOff(vec2(0, 3)).x, tp3p1 = HOOKED_texOff(vec2(1, 3)).x, tp3p2 = HOOKED_texOff(vec2(2, 3)).x, tp3p3 = HOOKED_texOff(vec2(3, 3)).x;
    float total = float(0.0), diff = float(0.0), cross_ = float(0.0);
    CORNER(tm3m3, tm3m2, tm2m3, tm2m2, 0.0047877655)
    CORNER(tm3m2, tm3m1, tm2m2, tm2m1, 0.011645883)
    CORNER(tm3m1, tm3p0, tm2m1, tm2p0, 0.018163192)
    CORNER(tm3p0, tm3p1, tm2p0, tm2p1, 0.018163192)
    CORNER(tm3p1, tm3p2, tm2p1, tm2p2, 0.011645883)
    CORNER(tm3p2, tm3p3, tm2p2, tm2p3, 0.0047877655)
    CORNER(tm2m3, tm2m2, tm1m3, tm1m2, 0.011645883)
    CORNER(tm2m2, tm2m1, tm1m2, tm1m1, 0.028327742)
    CORNER(tm2m1, tm2p0, tm1m1, tm1p0, 0.044180611)
    CORNER(tm2p0, tm2p1, tm1p0, tm1p1, 0.044180611)
    CORNER(tm2p1, tm2p2, tm1p1, tm1p2, 0.028327742)
    CORNER(tm2p2, tm2p3, tm1p2, tm1p3, 0.011645883)
    CORNER(tm1m3, tm1m2, tp0m3, tp0m2, 0.018163192)
    CORNER(tm1m2, tm1m1, tp0m2, tp0m1, 0.044180611)
    CORNER(tm1m1, tm1p0, tp0m1, tp0p0, 0.06890512)
    CORNER(tm1p0, tm1p1, tp0p0, tp0p1, 0.06890512)
    CORNER(tm1p1, tm1p2, tp0p1, tp0p2, 0.044180611)
    CORNER(tm1p2, tm1p3, tp0p2, tp0p3, 0.018163192)
    CORNER(tp0m3, tp0m2, tp1m3, tp1m2, 0.018163192)
    CORNER(tp0m2, tp0m1, tp1m2, tp1m1, 0.044180611)
    CORNER(tp0m1, tp0p0, tp1m1, tp1p0, 0.06890512)
    CORNER(tp0p0, tp0p1, tp1p0, tp1p1, 0.06890512)
    CORNER(tp0p1, tp0p2, tp1p1, tp1p2, 0.044180611)
    CORNER(tp0p2, tp0p3, tp1p2, tp1p3, 0.018163192)
    CORNER(tp1m3, tp1m2, tp2m3, tp2m2, 0.011645883)
    CORNER(tp1m2, tp1m1, tp2m2, tp2m1, 0.028327742)
    CORNER(tp1m1, tp1p0, tp2m1, tp2p0, 0.044180611)
    CORNER(tp1p0, tp1p1, tp2p0, tp2p1, 0.044180611)
    CORNER(tp1p1, tp1p2, tp2p1, tp2p2, 0.028327742)
    CORNER(tp1p2, tp1p3, tp2p2, tp2p3, 0.011645883)
    CORNER(tp2m3, tp2m2, tp3m3, tp3m2, 0.0047877655)
    CORNER(tp2m2, tp2m1, tp3m2, tp3m1, 0.011645883)
    CORNER(tp2m1, tp2p0, tp3m1, tp3p0, 0.018163192)
    CORNER(tp2p0, tp2p1, tp3p0, tp3p1, 0.018163192)
    CORNER(tp2p1, tp2p2, tp3p1, tp3p2, 0.011645883)
    CORNER(tp2p2, tp2p3, tp3p2, tp3p3, 0.0047877655)
    float root = sqrt(diff * diff + cross_ * cross_);
    float high = total + root, low = max(total - root, 0.0);
    float turn = atan(cross_, diff + total * 1e-05 + 1e-20) * 3.8197186;
    int angle = int(turn + 24.5);
    angle = angle < 24 ? angle : angle - 24;
    int level = int(high > 1.9955485e-05) + int(high > 0.00020895958) + int(high > 0.0027546238);
    int straight = int(low < high * 0.22641726) + int(low < high * 0.053196199);
    int kind = level * 3 + straight;
    bool mirrored = angle > 12;
    angle = mirrored ? 24 - angle : angle;
    bool transposed = angle > 6;
    angle = transposed ? 12 - angle : angle;
    int row = angle * 12 + kind;
    SWAP(mirrored, tm3m3, tm3p3)
    SWAP(mirrored, tm3m2, tm3p2)
    SWAP(mirrored, tm3m1, tm3p1)
    SWAP(mirrored, tm2m3, tm2p3)
    SWAP(mirrored, tm2m2, tm2p2)
    SWAP(mirrored, tm2m1, tm2p1)
    SWAP(mirrored, tm1m3, tm1p3)
    SWAP(mirrored, tm1m2, tm1p2)
    SWAP(mirrored, tm1m1, tm1p1)
    SWAP(mirrored, tp0m3, tp0p3)
    SWAP(mirrored, tp0m2, tp0p2)
    SWAP(mirrored, tp0m1, tp0p1)
    SWAP(mirrored, tp1m3, tp1p3)
    SWAP(mirrored, tp1m2, tp1p2)
    SWAP(mirrored, tp1m1, tp1p1)
    SWAP(mirrored, tp2m3, tp2p3)
    SWAP(mirrored, tp2m2, tp2p2)
    SWAP(mirrored, tp2m1, tp2p1)
    SWAP(mirrored, tp3m3, tp3p3)
    SWAP(mirrored, tp3m2, tp3p2)
    SWAP(mirrored, tp3m1, tp3p1)
    SWAP(transposed, tm2m3, tm3m2)
    SWAP(transposed, tm1m3, tm3m1)
    SWAP(transposed, tm1m2, tm2m1)
    SWAP(transposed, tp0m3, tm3p0)
    SWAP(transposed, tp0m2, tm2p0)
    SWAP(transposed, tp0m1, tm1p0)
    SWAP(transposed, tp1m3, tm3p1)
    SWAP(transposed, tp1m2, tm2p1)
    SWAP(transposed, tp1m1, tm1p1)
    SWAP(transposed, tp1p0, tp0p1)
    SWAP(transposed, tp2m3, tm3p2)
    SWAP(transposed, tp2m2, tm2p2)
    SWAP(transposed, tp2m1, tm1p2)
    SWAP(transposed, tp2p0, tp0p2)
    SWAP(transposed, tp2p1, tp1p2)
    SWAP(transposed, tp3m3, tm3p3)
    SWAP(transposed, tp3m2, tm2p3)
    SWAP(transposed, tp3m1, tm1p3)
    SWAP(transposed, tp3p0, tp0p3)
    SWAP(transposed, tp3p1, tp1p3)
    SWAP(transposed, tp3p2, tp2p3)
    float y = (float(row) + 0.5) * 0.011904762;
    float c2 = 2.0 * tp0p0;
    vec4 u = scale(texture(BANK, vec2(0.92857143, y)));
    float v = 0.0;
    v += dot((texture(BANK, vec2(0.071428571, y)) * 2.007874 - 1.0), vec4(tm3m3 + tp3p3 - c2, tm3m2 + tp3p2 - c2, tm3m1 + tp3p1 - c2, tm3p0 + tp3p0 - c2) * u);
    v += dot((texture(BANK, vec2(0.21428571, y)) * 2.007874 - 1.0), vec4(tm3p1 + tp3m1 - c2, tm3p2 + tp3m2 - c2, tm3p3 + tp3m3 - c2, tm2m3 + tp2p3 - c2) * u);
    v += dot((texture(BANK, vec2(0.35714286, y)) * 2.007874 - 1.0), vec4(tm2m2 + tp2p2 - c2, tm2m1 + tp2p1 - c2, tm2p0 + tp2p0 - c2, tm2p1 + tp2m1 - c2) * u);
    v += dot((texture(BANK, vec2(0.5, y)) * 2.007874 - 1.0), vec4(tm2p2 + tp2m2 - c2, tm2p3 + tp2m3 - c2, tm1m3 + tp1p3 - c2, tm1m2 + tp1p2 - c2) * u);
    v += dot((texture(BANK, vec2(0.64285714, y)) * 2.007874 - 1.0), vec4(tm1m1 + tp1p1 - c2, tm1p0 + tp1p0 - c2, tm1p1 + tp1m1 - c2, tm1p2 + tp1m2 - c2) * u);
    v += dot((texture(BANK, vec2(0.78571429, y)) * 2.007874 - 1.0), vec4(tm1p3 + tp1m3 - c2, tp0m3 + tp0p3 - c2, tp0m2 + tp0p2 - c2, tp0m1 + tp0p1 - c2) * u);
    float b = 0.0;
    return vec4(tp0p0 + b + (v - b) * strength, 0.0, 0.0, 1.0);
}

//!TEXTURE deblock_bank
//!SIZE 7 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
767ca4d1a47c76b7c3c4f0dcc3a9fc6693f99366fcdc9afa282b2825d07cc2f9fc7caaf48588a28b85d1c0c9a99996c9f8f9f87a1e312929d6a6a88ea8a6d6a2c05c816dc0c5fb5ba99aa95bfbfc0afe303130456f7b6d6b6d7b6f677a928b937a6875a7fbfdfba77577c7fb3440343e557e7279727e55737b9ca7957b70a4a0fcfbfca0a4e1c6fa2e322e39587b8e878e7b58938f9f9dbf8f89f9d5a5d1a5d5f9fab2f72b342b25747c707e707c747e63726a78637d6585fefcfe85656e95fd2e3c2e4f71797c7e7b797476736f7877736c7681f9fedd81747dfcfc2c37324f378486828984515f8c8391838c5faa87fbbdcf87c2faf9fc213f293f7f88767b66887f7d117a917d1179817e0bfd547e848806fb11291c465292817e8392667d0869f27e0861a48131fb5381c10e66fd0f1514576c7282818f727c7751a39b8151089381506a7781f640fdfd1517335864ce79f0a0b19cf793e5f982c7dff582a2d5e8d2fdfdb8a72324252277c6c7fe5586f99fc278c1ad78fba9e6b06e9fb5f8f5989b26282a2a7e877d8951a95a778f98eb830264aa7f4d84befd2b01fd7c4773447b7673687c596a746b6a97b38e737e58a7fefbfcbc5083c1fc303a373d5871808a4d6548666995a7aca69177a4f9f9f9c0d8b3e0fb2b332f345aab8a669a132049889f8db3c4e696af9ce3fbc3fafba8fc39292932757974806681707e746f72774b856a7bfdfafb8662728cfc2b4035507078798363786e787777767b286c617bf8fdfa9dda66ecfd2537324d7b8b6d827d8f2d7a76939f736a61217997fae2aefdc8fafa3f2e2e4279847b7e778b6a7d727f7478307b937d04fdc47fb47004fe17271b4473877e7e859b7a7f7b73b87b3a1d7982032bf88fac0b5cfc1d16245776887d847d70857c7e8193878903798069207996fa3dfbfc352937551bd9b1afc5bdcea5e7f8f8a4d8e3e4fddab5eacff7e8d5e31e1f23221e89fd04f0aab8d442e279e86bbc818bf9617ccfe3fbb5c8232f3c275898ce6d6ece00865678966301fde0018680b29d456ba8bc7f8a6a5d628769714b7469707585a68da77460a3fbfcfbc7756ccbfc2f39383b578f745e4f5e475f858ab0aebabf5294fcfcfcccdd7cd4fe2936323678bb42b203fc606b85cdaab378e1c4344fe8fbcfd28152fc3c283f40747d7d797476767e5d726f716d80677efcfdfb8e6d6f8afd2844364c6f7f7d7b69755a7b68828672278d4a81d2fafdbdfb56dafc2339364a7791907a84542f689091967261e925977ec6e0bffc04fbfa522a363e7c83788178976a7f68907a7334857e8503fafc7ea36f3afb1e252642777a827e809e737f7092967b005075883a05fdb08a674efc212434527a76b5817c758d7f7a7ef1855c0642927d02f5e1fd11e4fd3d2a1c4e588ad38fa5cca7a4dff869b2c4ab9cfb95f890e1fed7f7aa2927212462fb04fa78bece1cd5977275fab789b2aac2db88d77aba7d2e3735316992b609d013fc7bf51df353fc00f302b864a76db14eb6a962695c6f6d7a6d6e4c64716b6e97a49caa866499fbfcfdba4a6db7fb2c393c3f5b9759664a3e615f9abcaea8fdcf5094f3fefbbadb6abdfd272f333a7c6ddb0d4f88c21fd36830a8c6d6d962ade336dafc03fcfb382d3a32697f767a62717b7d5d7573787c80737ff7fbfd905d6c78fb23433b4d5c8b7d7c3754637b8b867b7c90ad5d82fdf9fce5d013c5fc212f3e43748692838661005aa79a635362fb33a99c78cafbfe48f6fc3c4b3140787f817a939375826391836317a7758b04fefc82608b50fd1c22333b7f76807c84a5757e74959061006d7b8b1f03fbd3178d5afd1e1f4945818c767d7ec152797fa9a16f00b675906e0afcfed90669d32f2738555eca9bacb9e59399b4d1caf8fdd5bbdcf4a6d0ebd3f7f9b4222022237669b1c6fd95a9c639bb755b81fa1c6edcc959fde1abfcc636323128856592d5748957c601fc3f7b8189fe9f5d80a1fb568566fc826f414b6f80695f646a73765e99a9a8808d5899fbfcfbb9655eb9fb343b383f697d827236617a727886a3b4fcb2599dc4fafed58277a1fc2d3136398f44a676734d829a3d6c8566fbf99421ccc583049a7cfdfc3e344f40747d7975557a79806d747d787f84736ffbfcfb9a4d6c86fc2b413f466d7f856f46446a79a080758cf8bf6677defcfcf33b3fb2fd2437403f6b90808e633d826d8fa2785ffbfe4193a2a7adfbc226faf42e43363e79877a7e8793797e719682562e9f7b8c07fdfc7673845cfd1c213b38777e7f7a8d8b75837a9785437f8d7d8b6f00fbf0018869fa221c563974877c7f8e735c7f80878c5f74fb778d8e52fefd027465bb2d3c4a504eb4b48ce0cbd27db7f4facce8ee98d2fbfbcffbe58ee4bf211f20288c87938c43fbf9798e75b0bbfb612dadbc0a6e615d766dfb393b2c4f993e5e6efc01fecb76e15256df17af028972b16f8a7f84a94769795e7278616a5d766e77708aa5a6aa7f6389fefbfab56960b0fc323c3a3e668456563c7394707a94a4fcf6a45c92fafbfdd28a79b7e72837342f85836e759b32fb879304ee4fad887a66f9a9747996ef60fb33333957707e79706169828070708781bf757372f9fdfe895a7377fb29413e4a78807e6927537b7f7e7e8baffe9c728698fbfbf15421acfd2f34423c7a88946d1813e97c8e877494f9fe4d89e3a1c3fb2515fee7322f393e86777f768c7e817b7b9b7a5241847a9009fefd6a838365fc1b243f337e6e7e72ab0379808cab8013fd3f7e876f2afbc9479971fa24175e2e798d7f858d02827f7e987f03fad87c888b42fdf846887cac46305a384ffd91d0b9eaf8fdb08aada9abea918afdc1b6a9b9d0adc127212c21930266b0b98dae4ccbad75fbbc8d6692fba302fbb9f6758e3a1e4d2fa4732fe80477e273fc17fe8d4d772f17f6fb658d04e8fefb413b413b73766c6268707676708d8faeb8706c8dfbfcfcae68628ffc343f3c3f736460496b938664a8a7dbdcfc9360a7a0fdfbdc6b49dbfd2d3132317d959a6e8bf0fd953c52695d85f09a52fdfb645d8b6e69fb46363e36657f75734470837f5d7b788be370757bfcfafb8b447378fa2345434575886e53437c7e88847f8fdffc7c6e7fcdfafedf43538ffa383246327d8d74513f93fc877bc4affdfb9374a788fda9fd3f2eafc740253a3197757c7c778284758a94705233827c9407f9fb52777c70f91b2c412c77857f6b89217d8576aa7832fa217faa5dfcfc32896b78fc281e601e816980c368068b5880c27518fc0680f57dc4fb1868a575f952205c18
