//@ title     BLADE: blocks of H.264 smoothed
//@ source    own; deblock 7×7 taps, shuffle, from h264:32; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from Ren'Py demo, Expat; KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 103 pictures (22680555 patches), seed 1.
// On 12 pictures held back: 37.26 dB, as given 36.77.

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
    int level = int(high > 1.9955485e-05) + int(high > 0.00017867438) + int(high > 0.0027546238);
    int straight = int(low < high * 0.22469533) + int(low < high * 0.053196199);
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
8474a5cba57484adbfcfdce1bfa5fd7997f99779fde787f9282a2826d07dc5f0f97dadfb7c80d4827cc7c8dba28993dbfefdfd8c1f322926d2aaa68fa6aad29cc2834081c2b9fc5fa597a55ffcf90bfa30313046717f675e677f7163689a9da4686a74b7fafcfab77474e3fc343f343653766c816c765376879db5998775a79efbfcfb9ea7e5c0fb2b352b385b82927592825ba57a9bb9c17a8ffbccb0c1b0ccfbfac6fb2b362b23717b777c777b717c776b737377796983fdfcfd83697287fe2d3e2d507275807c81757679676d87766773777ffdfada7f757cf9fe2d36354d3c8388808d835663817ea67e8160b285fbc5cb85d1fbfbfd213c2a3f8f817d7b7981857c387a877d38787b7d0efa557d758e03fb112a1c46548d867e8b8d677d0b67f47e0b5eaa823df05a82cb0a54fc0f1514586c73828192737c77539f9b81530a9381515d7781f640fbfc151733585dc48eda90afa0fd9bb6f899cac9dc69d3b4d9c8fcf7b7a6242527246dc2b9f95491fba2bb75cba372f99cef9c82a1a1fcdc96a5272c2a2a888b689838a85c667dea9791533802a70190c4fd5102c5824d68387c77776a73636374686d9fae908c705da7f9fdfcc36179c2fe3139373c5a6a81855368495d4daaadadac918baefdfcfcc9e6b9e2fb28322f3065789866a921004fa87897aacafac3a895fad6c8fbfbe9fc33272236737a7a7b7b79747d7c6c6e755e837076fcfafa826f6e95fd2d41354e6a7b798367736a7a6f78777b2f715f7df7fbfa9adf6bdefd2337344d7a8c6c88798c30777e9194706e60207698faf6abfcc9fcfd402d2e417385757e7090627f6b7f80790a82947c04fdd080ae6f07fd172719446e937c7d879e797f757ab67b38147a810615fc8eb40260fc1c16245776867d847c6f857c7c8294878805758168227997fa40fafd352937541fd0baa9c9b3c385f8f5e29ed4e7f8fac3c5dbe5cdf9adea1e2124222b94fa06e4bcb9e02df76ce2a0a274b5e7666fc6fbfdc1bc242c3b296190c5686dfd016a667db40102fa8b656e85bda3498383c1858c7560667d706e4b7a62658d80a793a57c61b1fafcfbcf7079bbfb303639375a93675646624e4fa19cb1abdfa25992f8fcfec3fd8ae1fb27373035888e35b32f90827094a464b8fc58fe311f4ddcaee504b3fe33334248767c7d7c687578805a7266776d85687efafbfa88686e89fc2944384c6185797e6f6b5f7b707693682593527cf9fcfdc1fb4ee1fc213738487a799f7b88491a6b8f92967267e012977ecedec1fc05fcfb522932417d7e7c81739a6b7e708c7d732f857f8504fafa7e9b7836fb1e2527427580827e7da4737f7094947b014b74883b01fcb08b654dfd212334527a78ac827c728c7e7a76fa855c0249917e01ebe2fc0addfb3d291d4e5397f862b4d2b1a5cdf37e9bcab2aefb8cf99ce6f8d3f7af2728202436fb02fa95bcc05da87f7987fcb461e1c1c3d887e26fb58e2b3c342e719d6b27f812e59aee735c65fe02fb01bf83b06eaf46e3a060624e796b7d666e4e67706e808e9ea6af826a8dfdfbfdbc5469c5fc2e3c383e5498576b474a6e6f9bada4a3d5ce578ffefbfcbdf756b9fd2730333a8764a777048ed0615be23b978e64d6642d816bfdaf05fce2293744425f837778636e7f7c6274757a6b7e757df7fbfb91656982fe21433e4a5a907a82354c617c75907978b1b65b86fbfefde2ca0cc9fc222e3d43708c8e81915b085aa49c665059fb27b28f7fc6fdfa4efdfb3c4b30407c837e7a958d757f619883651ba97a8807fafd8360864dfb1d23333d8074817c82a0757f788b916205707a8c2d07fbd318845bfb1e22494683857a7e7dc34d787fab9f7004bd71916e03fbfed71067d22f27385573cf81a3d9d89693b5f6d0f6f7f7ace1eabfc7f0dddaf9ed221f241f7a62ccbffda0bfa639b0963b98c2195dd3fc01f9dea4df56363a2a2e954db2c1bc00fdd102da4d37cb296db47470f102bf59a4fd6a5d3f42697f715b656576795f9dada68d89519afcfcfbb46c67bffa323b393e5e8e806b376977658f84a2bcfbb66e8bc1fbfdd5968093fa2a313639944cc9658c56bea837578f5ffb8394857bfd6401a87afcfa3d484050767c7b7651737d7c77737b7c8b83756df8fefa94386f8afd27433d496e7f83753e3a6e7b93807894febe617dcbfbfcf44f39b1fc26353f3e699179936a368c708e9e805dfefd328dbdaeadfecb31feea2d43323c7e817b7d8b8e797c7b987f544097788f07fafc7675885cfe1d233b387b737f7b898776817d9386407e877e877502fdf605906afa231c5638698c7b8089735c807d838f606dfc7b8b9053fbfb007366b92b3c49515ab4d090b7c9fc7dc2cbf2cfa5ed88c0fef7e3fec0a4e4ae24231c2b89867c9150e4c87a8f5ef9acfb5d699a890149609d7b8cfc3f442a558a594bbd620cfd9eac7f8363bb028d02fc3abc5fa763b07a656577706e80586d527e65756b959baeb5886a8bfefdfeb25d66acfd323b3a3c70795f74307a8278848aa2f9fca9537de8fdfae49478c5f92936332f89798d7bfb1eae7e7202fc6f45a07f6fc4557d8dc4c33ffc3a3f3f636f7f7574526d81816478827db77c7570f8fbfe913c727cfc2743404a787f7d6624577d7d848386b7f9a271859dfefafa4720a6fa2e32433b7c878a720c36d97c9c85898efcf94e78dc94c2fb212efeed2d32373f86757e7a877f817f74967a563a87769500f8fb67838266fd19244033806a7d76a6057a8286a07f13fa407e8e713ffecd488571fb25185d2e7c847f828f0283827ea07d02fbd97b838a41fcfc448b7eaf45305a3754f78ac8cde4fdf7b396a880b2e48a96fcc1b280cdc8a8c128222b2299025e81e77ed93eb67b77fcdc7e5e7dfa6803fce7827773391f392ba8683dc89ec2fd68ec25773003c23d25cefd75309ec877fd40443b4474766a5b726b8376778f94b2b76b6a8ffcfafcb2725b94fa313f3a3f6e696065689a8269a9a6baccfa9a60a6a4fbfbcc6865bafb2d313a318286ad9291f9fd86304b3afc4af9ad47fcbf6bfc91913ac446313c2f737d77754874817d72707e8cb9747770f9fcfb8c48757efc2a424242758470524c7c7f848a818fc6fa7c7081b5fafdc64c528ffa373846387c92715637aefa897fc3b2fefdae71a492f9a6fe3733b2c1402438317f82797689848182689a71583084799a05fbfd58897671fb1c2b3f2b7582807287347b827a9c7836fa34809c60f7fc36877278f7281f601f826481ca69078d4381b67613fc0781fb7ea7fb1369a076da52215c16
