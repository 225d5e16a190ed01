//@ title     BLADE: edges sharpened
//@ source    own; sharpen 7×7 taps, shuffle, from none, sharpened 1; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from Ren'Py demo, Expat; KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 103 pictures (22680555 patches), seed 1.
// On 12 pictures held back: 44.76 dB, as given 42.54.

//!PARAM strength
//!DESC how far the filters go from the picture unchanged; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!BIND sharpen_bank
//!DESC sharpen: hash and filter
#define BANK sharpen_bank
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
    int level = int(high > 4.3257587e-05) + int(high > 0.00040931937) + int(high > 0.0040184845);
    int straight = int(low < high * 0.38505335) + int(low < high * 0.11562278);
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

//!TEXTURE sharpen_bank
//!SIZE 7 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
70817b797b81707e7a715a737a7e807afbf9fb7a80813ef91a2d1a2f7a7c777c777c7a7b7182a981717b7e7bfafdfa7b7e9190fd252d2530697f8f818f7f6983859dd69885846684fad1fa8466fab4fc242b242f727772793f777c7d0606316206776a6b0ed6696b159301fe0c141b298f69687d5469887f2b0332732b7b3e714dfa6471087e0afc1114173f7956777f62567d7b3a3c8d7c3a295f788af082780717fcfe1311254b787c7b6b777c7b79502519345078703f0301393f648202fc12161818877476797374857c5c4c08625c7a636102062261597909fe131c1625986d667d476d8a8027044074278f4c78418c63780c1c04fd101318407f7f7158717f7f895f6e0d4b5f82794509050945796e280414211413837f5a73557f836a666c0708667c7008020212086e8315d10f25100f2c7d5e83587d3882876e177487831a74c407ba7409660efa0c240d2d797e777d6b7e7c7c767b586b7b7c8177f8fcfe78818137f91a2d192e797672816e797e7f8687b6767d807394fcfcf78078768bfb242b2336776474b3578a7594a138c4a45d7380ae04fcfaa07787dafb2225362f70816b7b567b807d16311863097a6c690ff26e6a3a8b05f90f151b29807a677e587d827e4031286d067a646f18f48d733e6a05fe1317183d896369807f62857e3d40877b00125b7653906d7b8808fdfe17181e4c7d7d7079627e7c795f4413026e7a701b03074d116a7d06d713191814817c727777787c7c6254104e567b6f550a043c4f668003fd151c17217f7b6d7c7a758981504a2b72606c88740607fa3c107370fd141d1b369578826d7279788253631155637f785607040f446d85000411231218817f808c077c6b7f22681e6c378088113306030c8184502f0d2514137a78807a8e7b66868074365dc1928a77fd0505048b5655f51d2521257c7b6f806d7e777d7478576e71837f79f9fafb77708231fb192d1a2f727c777e7b7f76828988917d4e9f8b87fbfefe82457169fe21292b397868787e84abae827f439581bafc826d4314fcfcfa8e2ee02529253f7f747a755b76807c1e371d5a35796c6c04f99063477a03fe10161c268277757d7293767d5c2a4769099c73724bfcb07f358c01fc1a17213d88636b8270908d7e612d7571010382769db8d3a9652806fe241a204a7c7b71727a71807467420a01657c78290506600673780894151918147686756d85757d7a723a172f76666f5008024e2f778407fd1918191d81707d7c6990858142305e708600896b0b33427429cf00fe1618263f8381797a547d5c757567075a7f85a74f0b0623534d8209051125121b7a817281826e7581506a2a6c7c7c6f4900050a0e8d8259090e241817826d8055a95d7c8373b84d49fe01892bfe1d005bafaf37fc291d3d237b7c777e657b7c7c77794a756f807a78f6fcfb76778347fa182c1c3070866787657a747e867a917457b68c89fefdfb7e0d7983fa1c2a2c3a3f88aa84a17ef5749d6e958b03fab15e8739c5fb7f9d9ae21a3518347d7e73794588787e3e511f5822846c6205fb8666517e09fc121b1d25817a747c7b9b727d643a525e02a4796f64fce8802a9101fa1c1b243b806073827fb8747e6e17726f05a77c6da2f9fdd74b9a38fa32132c417b7a77746d877c756f3d08066277722e0b01782077730c6a171818157d7d786a846d82787139142871546d4a04056c16878c03fb1b161b1b798178837ca4817f394f526821038e5cfb18858a9db505fd18202e398f7b86801c816c71b85d32634687885a0200137b2e8402061024141f78798d795665867c4f5f3b6db07c855b1202065b47786f020a221a227b6d8b63bd5e7e872ffc32adaf2d8b4ffa5e03dc68a27001272742387f7c767a777e7978787a4f6d80827d7df8fcfb72677e43fd172d1d2f6873847f567b7a85248d9b7141898789fdfafb7205878efd162f2e3b62748289de748f8f2d8666486afd75856b0efbc809a8a3fb1a38413b827b6e7a3c7d7c7c305314501981696001fbb658467f02fc101b1c23837b767f6a877d7d574b5b4d03937b6d4ffbfa76158c1dfe192129368074778779787a806f467a610cf88369ad7ffdee018265fb2e1f3d327582717675768083662e07076273722c050283107e6d0654171618157a7d75768e50827d6c14230571636e4e05068e1b7b9504d81b141d1b7d86788d80d4767e6923553c055684448903fb8869c532f9261a2c2ca0768b7c0b85707c86661a675f807b590604257134850a01102512217779827b015e987b82613c8856759054c70502657a78640608241a236f798c75b5318e8420f208b201769874bb0705a83c4fcd00241f3148807b7a80707c807b667a3f6b877f767ffafdf56d687f42fe182f1c2f7c718386606e857daa739f766a7f7a78fefdfd7d4e8d74fb1c33293a7a707b79a2788f8b757c0a93f98693a89c03cd863a6afdfd363b334d827c6c7d55787e7e25510a3f2d7f6c580af8bf4e477a02fc101e1b21877b74806b798280485a5541387f79630efbfa5d0b8b3bfa14272c3283707e8d7009807968337a11c7907c629bd5fc7c077676fc1f1c452e7d7a726f75757d756d090c03657e792e0008770e70650340171318157c727875895d847d7a040c068b4764560462b21d817f039f1d131a1e7f7e7d8da6a1717c5b09660106777e4b3fcdfc2599a55ce71a1a35288a7a7d823985567e68600a687589886b070305751e851005122213225d7f737b7162897e966a538a66848252b00206820c86760510251d286d8e74827a7c6e7e5ea6169e05b59961c604be766064f901272b283e7680777c688085807e784a6e6e807778fcfcf96e687c4afc1b2f1d2f787c7f7b34778a7c4d869673ac777f86fcfefa73347b96fe19362836678fadb781877b8f88579a88d287ad57f8fc028881b79afc1f2b222b787b6f754a7c7f7b2b550443367c6f5507f7bf434a7504f7101f1a1f877e7b802376847e345d4b3b97767b5d01fafc3b23804bfa112c2c2c82767f8c643d8876655b7634f83d7f5b70fdfd34648c76fd21274027777e7376726c7f7e6e0b0805806c732005326b0572740840161319157d827174815b888064080206875b714f0994d706816302881b13191e7c7d8085e7856c7d253e61012c85805208fcfb01e78861d414213728837c8185057f777c94532e6e8c7f81532305006e05852e05102214229079897c0f768979735f65888576895fe70401880f7c65040e281b28767d888081708c7d87628e922f708862fb01f59281808e011f311731
