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
767ca4d1a47c77b7c3c4f0dcc3a9fc6693f99366fcdc9afa282b2825d07cc2f9fc7caaf48588a38b85d1c0c9aa9996c9f8f9f87a1e312929d6a7a88da8a6d6a2c05c826dc0c5fb5ba99aa95bfbfc0afe303130456f7b6d6b6d7a6f6779928b937a6875a7fbfdfba77577c7fb3440343e547e7279727e55737b9ca7957b6fa4a1fcfbfca1a4e1c6fa2e322e39587b8e878e7a58938e9f9dbf8f89f9d5a5d1a5d5f9fab2f72b342b25747d707e707c747e62726a77637d6585fefcfe85656e95fd2e3c2e4f71797c7e7b797476736f7877736c7681f9fede81747dfcfc2c37324f378486828984515f8c8391838c5faa87fbbdcf87c2faf8fd213f293f7f88767b66887f7d117a917d1179817e0bfd547e848706fb11291c465291817e8391667d0869f27e0861a48231fb5381c10e66fd0f1514576c72828190727c7751a39b8151089381506a7780f640fdfd1517335864ce79f0a0b19cf793e5f982c7def582a2d4e8d2fcfdb8a72324252277c6c7fd5586f99fc278c1ad79fba9e6b06e9fb5f8f5999b26282a2a7e877d8951a95a778f99eb830264aa7f4d84befc2b01fd7c4773447b7673687c596a746b6a97b38e737e58a8fefbfcbc5083c1fc303a373d5771808a4d6548666995a7aca69178a4f9faf9c0d8b3e0fb2b332f345aac8a669a132048899f8db3c4e696af9ce3fbc3fafba8fc39292932757974816681707e746f72774b856a7bfcfafc8662728cfc2b4035507078798363786e797776767b286c617bf8fdfa9dda66ecfd2537324d7b8b6d827d8f2d7a76939f736a61217997fae1aefdc8fafa3f2e2e4279847b7e778b6a7d727f7478307b937d04fdc47fb47104fe17271b4474877e7e859b7a7f7b73b87a3a1d7982032bf88fac0b5cfc1d16245776877d847d70857c7e8193878903798069207996fa3dfbfc352937551bd9b1afc5bdcea5e7f8f8a4d8e3e5fddab5eacff7e8d5e31e1f23221e89fd04f0aab8d442e279e86bbc818bf9617cd0e3fbb5c8232f3c275898ce6d6ecf00865678966301fde0018780b29d456ba8bc7f8a6a5d628769714b7469707585a68da77460a3fbfcfbc7756ccbfc2f39383b578f745d4f5e475f858ab0aebabf5294fcfcfcccdd7cd4fd2936323678bb42b203fc5f6b85cdaab378e1c4344fe9fbcfd28152fc3c283f40747d7d797476767e5d726f716d80667efcfdfb8e6d6f8afc2844364c6f7f7d7b69755a7b68828672268d4a81d2fafdbdfb56dafc2339364a7791907a84532f689191967261e925987ec6e0bffc04fbfa522a363e7c8478817897697f68907a7334857e8502fafc7ea36f3afb1e252642777a827e809e737f7092967b005175883a05fdaf8a674efc212434527a76b5827c758d7f7a7ef1855c0642927d02f5e1fd11e5fd3d2a1c4e588ad38fa5cca7a4dff869b2c4ac9cfb94f890e2fed7f7aa2927212462fb04fa78bece1cd5977275fbb789b2aac2db87d77aba7d2e3735316992b609d013fc7bf51df353fb00f301b864a76db14fb6a962695c6f6d7a6d6e4c65716b6e97a49caa866499fbfcfdba4a6db7fb2c393c3f5b9759664a3e615f9abcaea8fecf4f94f3fefbbadb6abdfd272f333a7c6ddb0d4f88c21fd3682fa8c6d6d962ade336dafc02fcfb382d3a32697f767a62717b7d5e7572787c80737ff8fbfd905d6c78fb23433b4d5d8b7d7c3754637b8b867b7c90ad5d82fef9fce5d013c5fc212f3e43748692838661005aa79a635362fb33a99c78cafbfe48f7fc3c4b3140787f817a939374826391836317a7758b04fefc82608a50fd1c22333b8076807c84a5757e74959061006d7b8b1f03fbd3178d5bfe1e1f4945818c767d7ec152797faaa16f01b675906e0afcfed90669d32f2738555eca9bacb9e59399b4d2caf8fdd5badcf4a6d0ebd3f7f9b4222022237669b1c6fd95a9c639ba755b81fa1c6eddc959fde1abfcc636323128856592d5748956c601fc3f7b8188fe9f5d80a1fb558566fc826f414b6f816a5f646a73765e99a9a8808d5899fbfcfbb9655eb9fb343b383f697d827136617a727886a3b4fcb1599dc5fafed58277a1fc2d3136398e44a676734c829a3d6c8566fbf99421ccc584049a7cfdfc3e344f40747c7975557a78806d747d787f84736ffbfcfb9a4d6c86fc2b413f466d7f856f46446979a080758df8be6577defcfcf33b3fb2fd2437403f6c90808e633d826d8fa2785ffbfe4093a3a7adfbc226faf42e43363e79877a7e8793797e719683562e9f7b8c07fdfc7674845dfd1c213b38777e7f7a8d8b75837a9785437f8d7d8b6f00fbf0008869fa221c563974877c7f8e735c7f80888c5f74fb778d8e52fefd027465bb2d3c4a504eb5b38ce0cbd27db7f4facce8ee98d2fbfbcffbe58ee4bf211f20288c87938c43fbf9798e75b0bafb612dadbc0a6d615d766dfb393b2c4f993e5e6efc01fecb77e15256df17ae038972b16f8a7f84a94769795e7277616a5d766e78708aa5a6a97f6389fefbfab56960b0fc323c3a3e668456573c7394707a94a4fcf6a45c92fafbfdd28a79b7e72837342f85846d759b32fb879204ee4fad887a66f9a9747996ef60fb33333957707e796f6168828070708781bf757372f8fdfe895a7377fa29413e4a78807d6927537b7f7d7e8baffe9c728697fafbf15421acfd2f34423c7a88946d1813e87c8e877494f9fd4d89e3a1c3fb2515fee7322f393e85777f768c7e817b7b9b7a5241847a9009fefd6a838365fd1b243f337f6e7e72ab0379808cab8013fd3f7e876f29fcc9479971fa24175e2e798d7f858d02827f7e987f03fbd87c888b42fdf846887cac46305a384ffd91cfb9eaf8fdb08aada9abea918afdc1b6a9b9d0adc127212c21930266b0ba8dad4ccbad75fbbc8d6692fba302fbb9f7758d3a1e4d2fa4732ee80477e273fc17fe8d4d772f17f6fb658d04e7fefb413b413b73766c6269707676708d8fafb8706c8dfbfcfcae68628ffc343f3c3f736460496b938664a9a7dbdcfc9360a7a0fdfbdc6b49dbfd2d3132317d959a6e8cf1fd953c526a5d85f19a52fdfb645d8b6e6afb46363e36657f76734470837f5d7b788be370757bfcfafb8a447378fa2345434576896e53437c7e89847f8fdffc7c6e7fcdfafedf43538ffa383246327d8d74513f93fc877bc4affdfb9374a787fda9fd3f2eaec640253a3197757c7c778384758a94705233827c9407f9fb52777c70fa1b2c412c78857f6b89217d8576aa7832fa217faa5dfbfc32896b78fc281e601e816980c368068c5880c17518fc0680f57dc4fb1868a575fa52205c18
