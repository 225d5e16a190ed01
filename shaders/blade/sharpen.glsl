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
71817b797b81707e7b725a737a7e8079fbf9fb7980813ef91a2d1a2f7a7c787c777b7a7b7182a981717a7e7bfafdfa7b7e9190fc252d2530687f8f818f7f6983859dd69885846684fad1fa8466fab4fc242b242f727772793e777c7d0606316206776a6b0ed6696a159301fe0c141b298f69687d5468887f2b0332732c7b3e714dfa6371087e0afc1114173f7956787f63567d7b3a3c8d7b3a295f788af082780717fcfe1311254b787c7b6b777c7b79502619345078703f0401393f648302fc12161818877476797374857c5c4c08625c7a636102062161597909fe131c1625986d677d476d8a8027044074278f4c78418c63780c1b04fd101318407f7f7058717f7f895f6e0d4b5f82794509050945796e280414211413837f5a73557f836a666c0709667c7008020211086e8315d20f25100f2c7d5d83587d3882876e177487831a74c407ba7409660ef90c240d2d797e777d6b7e7c7c767b586b7b7c8177f8fcfe78818137f91a2d192e787672816e797e808687b6767d817394fcfcf78078768bfb242b2336776474b3578a7594a137c4a45d7380ae04fcfaa07787dbfb2225362f70816b7b567b807d16311863097a6c690ff26e6a3a8b06f90f151b29807a677e587d827e4031286d057a646f18f48d733e6905fe1317183d896369807f62857f3d40877b00125b76538f6d7b8808fdfe17181e4c7d7d7179627d7c7a5e4413026e7a701b03074d116a7d06d713191814817c727776787c7c6254114e567b6f550a043c4f658003fd151c17217f7b6c7c7a75898150492b72606c88740607fa3c117270fd141d1b369678826d72797882536311546380775507040f446d85000411231218817f808c077c6b7e22681e6c378088113306030b8184502f0d2514137a78807a8e7c66868074365dc1928a77fd0505048b5654f51d2521257c7b6f806d7e777d7478576e71837f7af9fafb776f8231fb192d1a2f727b777e7b7f76828887917c4e9f8b87fbfefe82457169fe21292b397868787e84acae827f439481bafd826d4314fcfcfa8e2ee02529253f7f747a755b76807c1e371c5a35796c6c04f99063477a03fd10161c268277757d7293767d5c2a4769099c73724bfcaf7f358d01fc1a17213d88636b82708f8d7d612d7571000381769db8d3a8652806fe241a204a7c7b71727a72807467420b01657c78290506600673780894151918147686756d85757d7a723a172f76666f5009024e2f778407fd1918191d81707d7c6990868143315e708601896b0b33437429cf00fe1618263f8381797a547d5c75756707597e85a74f0b0623534d820a051125121b7a817281826e7581506a2a6c7c7c6f4900050a0e8d8259090e241817826d8055a95d7d8373b84d49fe01892bfe1d005bafaf37fc291d3d237b7c777e657b7c7c77794a756f807a78f6fcfb76778246fa182c1c3070866787657a747e867a917457b78c89fefdfb7e0d7983f91c2a2c3a3f88aa85a17ef5759c6e958b03fab15e8739c5fb7f9d9ae21a3518347c7e73794588787e3e511f5822836c6205fa8666517e08fc121b1d25817a747c7b9b727e643a525e02a4796f64fce8802a9101fa1c1b243b806073827fb8757e6e17726f05a77c6da2f9fdd74b9a38fa32132c417b7a77746d867c756f3d08066277722e0b01792077730c6a171818157d7d786a846d82787139142871546d4a04056c16878c03fb1b161b1b798178837ca4817f394f526822038e5cfb18858a9db505fd18202e398f7b86801c816c71b85d33634687885a0201137b2d8402061024141f78798d795665867c4f5f3b6db07c855b1202065b47786f030a221a227b6e8b63bd5e7e872ffc32adaf2d8b50fa5e02dc68a27001272742387f7c767a777e7978787a4f6d80827d7df8fcfb72677f43fd172d1d2f6873847f567b7a85248d9b7141898789fdfbfb7205878efd162f2e3b62748289de748f8f2d8666486afd76856b0efbc809a8a3fb1a38413b837b6e7a3c7c7c7c3053144f19816a6001fbb658467f02fb101b1c23837b767f6a877d7d574b5b4d03937c6d4ffbfa76158c1dfe192129368074778778787a7f6f4679610cf88369ad7efdee018265fb2e1f3d327582717675758083662e07066273722c050282107e6d0654171618157a7d75768e50827d6c15230571636e4e06068e1b7b9504d81b141d1b7d86788d80d4767e6923553c055684448903fb8869c532f9261a2c2ca0768b7c0b85707c86661a675f807b590605257134850a01102512217778827b015e987b82613c8855759053c70502657a78650608241a2370798c75b5318d8420f208b202769875bb0705a83c4fcd00241f31487f7b7a80707c807b65793f6b877f767ffafdf56d687f42fe182f1c2f7c718386606e857daa73a0766a7f7a78fefdfd7c4e8d74fb1c33293a7a707b79a2788f8b757c0a94f98693a89c03cd863a6afdfd363b334d827c6c7d55787e7e25510b3f2d7f6c580af8bf4e477a02fc101e1b21877b74806b798280485a5541387f79630efbfa5e0b8b3bfa14272c3283707e8d7008807968337a11c7907c629cd5fc7c077676fc1f1c452e7d7a726f75757d756d090c03657e792e0008770e70650340171318157c727875895d847d7a040c068b4764550462b21d807f039f1d131a1e7f7e7d8da6a1717c5b09660106777e4b3fcdfc2599a55ce71a1a35288a7a7d823985567e68600b68758a886b070305751d851004122213225d7f737b7162897e976a538a66848252b00206820c86760510251d286d8d74827a7c6e7e5ea6169e05b59962c604be766064f901272b283e7580777c687f85807e784b6f6e807778fcfcf96e677c4afc1b2f1d2f787c7f7b33788a7c4d869673ac777f86fcfefa73337b96fe19362836678fadb781877b8f88579988d287ad58f8fc028881b799fc1f2b222b797b70764a7c7f7b2c550443367c6f5507f7bf434a7604f7101f1a1f877d7a802376847e345d4b3b97767b5d01fafc3b23804bfa112c2c2c82767f8c643d8776655b7634f83d7f5b70fdfd34638b76fd21274027777e7376726c7f7e6e0b0905816c732005326b057274083f161319157d827174815b888064080206875b714f0994d706816302871b13191e7c7d8085e7856c7e253d61012c85805208fcfb01e78861d414213728837c8185057f777c94532e6e8d7f81532305006e05852e05102214229079897c0f768979735f65888676895fe70401880f7c65040e281b28767d888081708c7d87628e922f708862fb01f59281808e011f311731
