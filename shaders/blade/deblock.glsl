//@ title     BLADE: blocks of H.264 smoothed
//@ source    own; deblock 7×7 taps, shuffle, from h264:32; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from Ren'Py demo, Expat; KDE Plasma and Lomiri wallpapers, LGPL-3, CC-BY-SA 4.0, CC-BY, CC0
//@ group     Learned
//@ step      strength 0.05

// Learned from 103 pictures (22680555 patches), seed 1.
// On 12 pictures held back: 39.91 dB, as given 39.37.

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
    int level = int(high > 2.1284443e-05) + int(high > 0.00023123964) + int(high > 0.0034678659);
    int straight = int(low < high * 0.24869037) + int(low < high * 0.063745577);
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
84788e9396788291bde1faecbd8fd17ad4e6b87af8fc98fc25262d24bd79bcbbbc79bde28aa9a8da8aadfcbac688c6bafcfc68fc25322522f7adaa7db7addaa698929a8a98c2df7d9e80977dfdfa05fc292c2f3a7b77777577777b74747892797473688efdfcfd8e6870d0fc36423644637e7a737a7e6371718e938d71707f9dfcfdfc9d7fb1dafb3038303a28877b8c7b8728808494f79b8480fa96edf9ed96fafd58fb2535252e787c7d7a7d7c787e726a7d72727d7a77f8faf8777a7456fd243b244b737e767d767e737b5074987b5075867bf9fcf97b8662fefd21352155428780828287646b7d89a5837d4a9080fec2b680a5fefbfb1d2d2c4a74887b7c7788797f4d7b717d4d8082800afc4280857f0afd122319377481867e94817c7e0d6dbb7d0d72938018f85f80be4408fc0e17194c6678847fa7787c7a0a89b0800a458c8103897081ea04f9fd0e19285865938def4d909df1c1a6fabbd4c7c0a4bcf8f2f7f6d5dc931e27291e77d893fd8797f9c1c568b7c48cfdfdd7a897bfbefeebfca824232425738c8944bdfb7672abb56530fd9d72fd04f29fcd8d8d01fc4539693b6f7c747c597b747c697697886e796689fbfdfc956868d0fd34403744577c7e7557676b706d80a696897a689cfefafac2c187defe283734385b758e977d5c2c5f787e9a92abcb7190c2fafddafab8cdfd302f3232717f767c85787b7d737362774e7e7476fefafa7b7a7960fd1c3f284a718072807c77777c7173817d0a636b77fdfbfa92fe44abfb1e322c547a857d80838750748292ae7f6a06488983c8ba9afb23fcfd42262c4e7686787e8683787f787b6d7a527b7a7e0af8bb7aab7d02fc152118377b7f7f7d8cc479807761ac7a3c1375850704f884ab0a00fd190e204e7b7881836e678a7e717da6848a167c834d037497f816fafb2222265b2ea0b09797b4b997a4c6ebbbcd98e1f0f5f8f7e0c5d3f2f91b2522277a6ffa04b9cdaea06cfc7ec2a5f683b69af083c9f9f883c52e26332567bb8380b197865d506efcb54509ec9b0265a5a994009dfb6848564a727b7979506e7277687b987f8f7e648ef9fefca95c67b7fc2d403b435a847a71565f53707c85a893b8956187f9fbfec7eb62e3fa2537343c78986c7b7c764258906d7cd6a2fb777d6eecfdd0fc87a7f93531402e727f717e5f7b7b7e57776c745c7e7076f8fdfc8071786afb1b402c49797c7c7e79786b7c6e7e8a73068b6980e0fdfcb9a62490fd242b384e7989837d879407758c97956f569d2d8c8c8ff4d4fb05fdfc462f2c488779827f87946a7e678c667331887a8407fafa7b93840dfb17201c357b7d807e75967b7f767a957b01607a885606fc96857736fb1b23314b787c977f716ea080836eb1885a01558f7904f8cffb3c1bfd292921545987b9727ed38e9cd5f99da6f8a1abbdeef4cbf9d2adfbb22127252857fc05be8a7bd47296bc88a28ec38495c2aea66cfd96d3fe2d352f2d8368bccd03fc02e82a73e5fb4eaf86508f46be8d769169fa584d423b707f756d6265797c6c7e9491857c6585fbfbfcad5868a2fc303c3f4363797a762c546c729a9b9794cfb86580f9fbfbcdad55c5fc2735383b757db387045a7f6fb2aa95a28efd019dd9ce46b3cfaedcfb2c392135767c7c7d6a7c757e7872667272827173fefcfd855c7a5ffe203e34486f807d7b8265657c788f7f6803de6e84e9fefde21e2e83fd1f2a43457188868289711973989d7e5d36fe58958477fefdfd23cbd7313f3549857d817b869773816192786d0d9c768a05fbfe767d8741f9161d2532807d7e7c7d9c7a807b7b8f6e0272798c5b03fca74a9155fe1e244240837485815da2707c8c789c7c046671899f02fdfc856545de2b2b3a51648f8fa29e86b37bcab7f9bbf99e6cdcf0faf5f0b6c6ecfd25252226618bb779c5fcfa9f417380a8ebdccb9a9b3f71f9f9b8f3e426202c2d7877afc98f165e5b41e149715fe5d71d30aca2a702fb03fc414d4d4e6f7f6e6e4d786e7b67898ea2857c707dfdfbfcb15e5fa6fc2f403e41667e745d2e6c6978a488abb2fbb0549aeffcfecdae55c3fc253436379b507777e859927dacc76828e7df719ffcfdb9d6c770fafa1f2e332d797b7b7d3b777b7f5d797070b0847675fbfdfb7a3d776dfd1b403945797c807b6826777c8182815cc5e07787acfbfee7002e80fb282a4b416e838b7c534d6d778ea08a56fbfb6e8c7c83fcfd0642b0c71e473e4a7b808077a88a7d845b90775f308d789204f7fb6893775dfb161d2d2d757f7e7c86ab7a828a7b894717687d878006feb209816efa191f4f347e79807e67a86c818d758e693bdb7980c701fcfc018d67bd272b504954947fb560ad867bddcbd0e3fdcf93caf4fefbf7d69bc8f91d2923266eabe08f86e7fa88953f61aeabfb4794fb6616bbaaa45afb302c23388a67a612dd0dfcb602a1b42d9a027cc7597673c19ba362fb4a535c466e7e6d713f767b7c658397a1976e6881fdfbfca5626b9dfb2d433b4576746363416f76768a98add9fda35e97eaf9fae08c59a8fd2d303832869f358b2871ee74925cd385fbd1e17c67403e9ab205fcfc312a2b536f7d797d686a867f7174706bfb7d7876f4fafd7e22796dfb1c413b447a857c775f0382817e8f7e6bfaa97785a5f8fedb2b4680fb352a51377b917e7f68029c738d92865dfded6c8e867cfcfc47479bd94033443c78857b79a7837f82679277455b8b79920afef95e887e67fc172030299d787f72ee597d7d89b07f3703247d904307fc8632b472fb0f11562c7e738072943576838b788405fcf27b7f9507fdf939a17dbc34205c2d36dba9c2a3f9edeee386c3ca90f9a987fbe1f8caa3b6c3f62721251e679cae35c1e0fa9c0fdbb76bfde0aedb9dfed46bc135b7fe212c2a2c9c786944a2a6fa78aac98a3e01a669c97afa523ea2448afa493a3e3a73787366447282786a81a6ac97727381fbfdfdac4466a6fd303f3d3f73786659498a9078849bace1f78a669bd7fafae14959acfa26343734827275699fe8f9728f7fd376f9e8757fe6f985769f69d3f92d2c242c737e7c75457c807e65757377ad7c7c75fdfafd77457573fa1e403c407d7d7d644f4a847d7b8a81adfb4a7d8aa0fcfbad4f6481fc3e2f532f7e8d7f2d5f02c2917aa68bfcfb027fb194c0fdfc5f3f8bd15123491f8f7c78817f87817c8295724b3987789502fdf94b7f8172fd182432248c7c7e70987e7b7c62b1780f0a7e7eb126f7fc0f987078f7111c581c7c8f7f92760a7a8f7b9b7c07fb0a7f9b7af5fc0776927cf5411a5e1a
