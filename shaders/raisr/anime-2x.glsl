//@ title     RAISR bank for drawings, 2x, fast
//@ source    own; upscale 2x, 5×5 taps, shuffle, from area, cut to the range of the nearest pixels; after Romano et al., arXiv 1606.01299
//@ license   MIT; learned from openclipart, public domain; Ren'Py demo, Expat
//@ group     Learned
//@ step      strength 0.05

// Learned from 323 pictures (41732160 patches), seed 1.
// On 32 pictures held back: 37.78 dB, bicubic 32.34, Lanczos 32.75.

//!PARAM strength
//!DESC how far the filters go from the picture upscaled bilinearly; 1 is as learned
//!TYPE float
//!MINIMUM 0.0
//!MAXIMUM 2.0
1.0

//!HOOK LUMA
//!BIND HOOKED
//!BIND anime_2x_bank
//!SAVE anime_2x_part0
//!COMPONENTS 4
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC anime_2x: hash and filter
#define BANK anime_2x_bank
#define CORNER(a, b, c, d, w) { \
    float u = d - a, v = b - c; \
    float uu = u * u, vv = v * v; \
    total += (uu + vv) * w; diff -= (u * v * 2.0) * w; cross_ += (uu - vv) * w; }
#define SWAP(c, a, b) { float s = c ? b : a; b = c ? a : b; a = s; }
vec4 scale(vec4 s) { return s * s * 2.0; }
vec4 hook() {
    float tm2m2 = HOOKED_texOff(vec2(-2, -2)).x, tm2m1 = HOOKED_texOff(vec2(-1, -2)).x, tm2p0 = HOOKED_texOff(vec2(0, -2)).x, tm2p1 = HOOKED_texOff(vec2(1, -2)).x, tm2p2 = HOOKED_texOff(vec2(2, -2)).x;
    float tm1m2 = HOOKED_texOff(vec2(-2, -1)).x, tm1m1 = HOOKED_texOff(vec2(-1, -1)).x, tm1p0 = HOOKED_texOff(vec2(0, -1)).x, tm1p1 = HOOKED_texOff(vec2(1, -1)).x, tm1p2 = HOOKED_texOff(vec2(2, -1)).x;
    float tp0m2 = HOOKED_texOff(vec2(-2, 0)).x, tp0m1 = HOOKED_texOff(vec2(-1, 0)).x, tp0p0 = HOOKED_texOff(vec2(0, 0)).x, tp0p1 = HOOKED_texOff(vec2(1, 0)).x, tp0p2 = HOOKED_texOff(vec2(2, 0)).x;
    float tp1m2 = HOOKED_texOff(vec2(-2, 1)).x, tp1m1 = HOOKED_texOff(vec2(-1, 1)).x, tp1p0 = HOOKED_texOff(vec2(0, 1)).x, tp1p1 = HOOKED_texOff(vec2(1, 1)).x, tp1p2 = HOOKED_texOff(vec2(2, 1)).x;
    float tp2m2 = HOOKED_texOff(vec2(-2, 2)).x, tp2m1 = HOOKED_texOff(vec2(-1, 2)).x, tp2p0 = HOOKED_texOff(vec2(0, 2)).x, tp2p1 = HOOKED_texOff(vec2(1, 2)).x, tp2p2 = HOOKED_texOff(vec2(2, 2)).x;
    float total = float(0.0), diff = float(0.0), cross_ = float(0.0);
    CORNER(tm2m2, tm2m1, tm1m2, tm1m1, 0.027729762)
    CORNER(tm2m1, tm2p0, tm1m1, tm1p0, 0.055531517)
    CORNER(tm2p0, tm2p1, tm1p0, tm1p1, 0.055531517)
    CORNER(tm2p1, tm2p2, tm1p1, tm1p2, 0.027729762)
    CORNER(tm1m2, tm1m1, tp0m2, tp0m1, 0.055531517)
    CORNER(tm1m1, tm1p0, tp0m1, tp0p0, 0.1112072)
    CORNER(tm1p0, tm1p1, tp0p0, tp0p1, 0.1112072)
    CORNER(tm1p1, tm1p2, tp0p1, tp0p2, 0.055531517)
    CORNER(tp0m2, tp0m1, tp1m2, tp1m1, 0.055531517)
    CORNER(tp0m1, tp0p0, tp1m1, tp1p0, 0.1112072)
    CORNER(tp0p0, tp0p1, tp1p0, tp1p1, 0.1112072)
    CORNER(tp0p1, tp0p2, tp1p1, tp1p2, 0.055531517)
    CORNER(tp1m2, tp1m1, tp2m2, tp2m1, 0.027729762)
    CORNER(tp1m1, tp1p0, tp2m1, tp2p0, 0.055531517)
    CORNER(tp1p0, tp1p1, tp2p0, tp2p1, 0.055531517)
    CORNER(tp1p1, tp1p2, tp2p1, tp2p2, 0.027729762)
    float root = sqrt(diff * diff + cross_ * cross_);
    float high = total + root, low = max(total - root, 0.0);
    float turn = atan(cross_, diff + total * 1e-05 + 1e-20) * 3.8197186;
    int angle = int(turn + 24.5);
    angle = angle < 24 ? angle : angle - 24;
    int level = int(high > 4.7869875e-05) + int(high > 0.00084734895) + int(high > 0.021284443);
    int straight = int(low < high * 0.17271932) + int(low < high * 0.016912979);
    int kind = level * 3 + straight;
    bool mirrored = angle > 12;
    angle = mirrored ? 24 - angle : angle;
    bool transposed = angle > 6;
    angle = transposed ? 12 - angle : angle;
    int row = angle * 12 + kind;
    SWAP(mirrored, tm2m2, tm2p2)
    SWAP(mirrored, tm2m1, tm2p1)
    SWAP(mirrored, tm1m2, tm1p2)
    SWAP(mirrored, tm1m1, tm1p1)
    SWAP(mirrored, tp0m2, tp0p2)
    SWAP(mirrored, tp0m1, tp0p1)
    SWAP(mirrored, tp1m2, tp1p2)
    SWAP(mirrored, tp1m1, tp1p1)
    SWAP(mirrored, tp2m2, tp2p2)
    SWAP(mirrored, tp2m1, tp2p1)
    SWAP(transposed, tm1m2, tm2m1)
    SWAP(transposed, tp0m2, tm2p0)
    SWAP(transposed, tp0m1, tm1p0)
    SWAP(transposed, tp1m2, tm2p1)
    SWAP(transposed, tp1m1, tm1p1)
    SWAP(transposed, tp1p0, tp0p1)
    SWAP(transposed, tp2m2, tm2p2)
    SWAP(transposed, tp2m1, tm1p2)
    SWAP(transposed, tp2p0, tp0p2)
    SWAP(transposed, tp2p1, tp1p2)
    float y = (float(row) + 0.5) * 0.011904762;
    float c2 = 2.0 * tp0p0;
    vec4 q = vec4(0.0);
    q += (texture(BANK, vec2(0.038461538, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m2 + tp2p2 - c2), vec2(tm2m2 - tp2p2));
    q += (texture(BANK, vec2(0.11538462, y)) * 2.007874 - 1.0) * vec4(vec2(tm2m1 + tp2p1 - c2), vec2(tm2m1 - tp2p1));
    q += (texture(BANK, vec2(0.19230769, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p0 + tp2p0 - c2), vec2(tm2p0 - tp2p0));
    q += (texture(BANK, vec2(0.26923077, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p1 + tp2m1 - c2), vec2(tm2p1 - tp2m1));
    q += (texture(BANK, vec2(0.34615385, y)) * 2.007874 - 1.0) * vec4(vec2(tm2p2 + tp2m2 - c2), vec2(tm2p2 - tp2m2));
    q += (texture(BANK, vec2(0.42307692, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m2 + tp1p2 - c2), vec2(tm1m2 - tp1p2));
    q += (texture(BANK, vec2(0.5, y)) * 2.007874 - 1.0) * vec4(vec2(tm1m1 + tp1p1 - c2), vec2(tm1m1 - tp1p1));
    q += (texture(BANK, vec2(0.57692308, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p0 + tp1p0 - c2), vec2(tm1p0 - tp1p0));
    q += (texture(BANK, vec2(0.65384615, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p1 + tp1m1 - c2), vec2(tm1p1 - tp1m1));
    q += (texture(BANK, vec2(0.73076923, y)) * 2.007874 - 1.0) * vec4(vec2(tm1p2 + tp1m2 - c2), vec2(tm1p2 - tp1m2));
    q += (texture(BANK, vec2(0.80769231, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m2 + tp0p2 - c2), vec2(tp0m2 - tp0p2));
    q += (texture(BANK, vec2(0.88461538, y)) * 2.007874 - 1.0) * vec4(vec2(tp0m1 + tp0p1 - c2), vec2(tp0m1 - tp0p1));
    q *= scale(texture(BANK, vec2(0.96153846, y)));
    vec4 v = vec4(q.xy + q.zw, q.xy - q.zw);
    vec4 b = vec4(0.0625 * (tm1m1 - tp0p0) + 0.1875 * (tm1p0 - tp0p0) + 0.1875 * (tp0m1 - tp0p0), 0.1875 * (tm1p0 - tp0p0) + 0.0625 * (tm1p1 - tp0p0) + 0.1875 * (tp0p1 - tp0p0), 0.1875 * (tp0p1 - tp0p0) + 0.1875 * (tp1p0 - tp0p0) + 0.0625 * (tp1p1 - tp0p0), 0.1875 * (tp0m1 - tp0p0) + 0.0625 * (tp1m1 - tp0p0) + 0.1875 * (tp1p0 - tp0p0));
    vec4 least = vec4(tp0p0, tp0p0, tp0p0, tp0p0), most = least, next;
    next = vec4(tp0m1, tp0p1, tp0p1, tp0m1); least = min(least, next); most = max(most, next);
    next = vec4(tm1p0, tm1p0, tp1p0, tp1p0); least = min(least, next); most = max(most, next);
    next = vec4(tm1m1, tm1p1, tp1p1, tp1m1); least = min(least, next); most = max(most, next);
    v = clamp(v, least - tp0p0, most - tp0p0);
    if (transposed) { v = v.xwzy; b = b.xwzy; }
    if (mirrored) { v = v.yxwz; b = b.yxwz; }
    return tp0p0 + b + (v - b) * strength;
}

//!HOOK LUMA
//!BIND HOOKED
//!BIND anime_2x_part0
//!WIDTH LUMA.w 2 *
//!HEIGHT LUMA.h 2 *
//!WHEN OUTPUT.w LUMA.w 1.2 * > OUTPUT.h LUMA.h 1.2 * > *
//!DESC anime_2x: sub-pixels to pixels
vec4 hook() {
    vec2 at = anime_2x_part0_pos * anime_2x_part0_size;
    vec2 low = floor(at), sub = at - low;
    vec2 mid = (low + 0.5) * anime_2x_part0_pt;
    vec4 q = anime_2x_part0_tex(mid);
    vec2 p = sub.x < 0.5 ? q.xw : q.yz;
    return vec4(sub.y < 0.5 ? p.x : p.y, 0.0, 0.0, 1.0);
}

//!TEXTURE anime_2x_bank
//!SIZE 13 84
//!FORMAT rgba8
//!FILTER NEAREST
//!BORDER CLAMP
7d7c8281777e7e7e7c7c72727e777e7e7c7d81827b807b80c285b483fdfdf6f685c283b4807b807a7d7d728cececfc0238383e3e68677b7c87859685969685858587859667687c7b8b8a9287b8acc498fafab7b7acb898c48a8b87929c9c85799292fc023b3b3131bfba877fad947b7e8b8b908f94ad7e7bbabf7f87b67e8077cce186949d9d7a7ae1cc94867eb6778004045aa44343fd0132325f5f7e7b827f718d797d72726a6a8d717d797b7e7f82748d7b80c82b9883d3d3f4f42bc883988d74807b6b6b659afbfbfe002a2a4a4a7d7d77797b7d7a78838377777d7b787a7d7d79777577898f8f6dae91aaaadede6d8f91ae77758f897b7b7589fcfcfc02454542426d6a666285847e738e8e8c8c8485737e6a6d62667169d5cc9697b9a2b7b7adad9796a2b96971ccd5e7e78c73fdfdfa04414133337e7c7e7f6691797981816e6e916679797c7e7f7e6e928282fd1c93888f8fe3e31cfd8893926e82827070619db4b4fc02252551517a8073718c777a7c7b7b8585778c7c7a807a71736f779b9faf548c83b1b1bcbc54af838c776f9f9c76766995fdfdfe0023234e4e7e7e5758857b898a7f7f99997b858a897e7e58575048f8fd8795565aabab6b6b95875a564850fdf8adad7688fafae816393951516890797d6286747675756e6e8662767490687d798b798986e007a0a06f6fdada07e0a0a0798b868906066a94f1f1fd02242455556f8b73738b6a6c707c7c8d8d6a8b706c8b6f73737a54a3a34f7bbab1c6c671717b4fb1ba547aa4a344446f8ffcfcfc022f2f5151747a6b6a87867e837f7f82828687837e7a746a6b2c03fcfd8fbb6468bcbc3a3abb8f6864032cfdfc7a7a708e6666e7174f4f64647c7e847f7a807b807c7d72717b757f7a7c7c81847b7e7c83c380b27ffafbe6fd7bb683af8681837e76756e8cdaebfc093839423e61637b7f83838968a89c849c83918eac646477768c92858f9a7ba04bfcefa0efefe7a6f890978dbbd6c3a3bfc1fefd3a36393b277a82808583777d77717a848c7c8a7d78927d6f59866f898438ae696ede018b874daab1fc2e6a8a9b7b8c5e83fc1afd923d478b59827a817e728d7b7f737069698a717f767d7f7e836c907b80c6279580d1d9f5f731ce829f8a72807a6e696699f8fbfd012b294b497f7f81807d7d7b7e82827c76797c75737c79726973787278886e9981aaa1d2fc7d969dda767c9fa67b7393a9fbfdfc07494847387c7b81878281887d898986897f7f707c717859516a695b65797887709e8ca3968b89c2d27c80effd9e97fec8fbfef78153564241817a7f7d6a8d7f7f78856c68976877727c7f7e7e69958181e72e817fb676e0f206fc8fa58e6f8382786f65a1c99bfd032527564c7b747e7d846a7e7f7b7b848b72b57b738c6f725b77ab858b7a9f6f55e91c8fa45f89a9fc51b295ba960476adfbccfc6b2e1e6e4380837b7b817b767683758a8c6e7fa4a2888e54537d828f8d679f63698e554d50ab4e827a5b97fbfd622cb5c6fdfdfd7b3e4e6d6e73867d7f696b7f7669946e709a67796094787a718a9c818a9b1f7f82b50bc4fb03faabeb4c6882844a2c6d9ae999fc102c2666486e7a7c7a856c7b787e73848863927f7dac94746b88678d932ad97e81fc425f437300befd27838a937935687cbc58fda4362f87647c7788867fa26a70927271705e3eb2af8eb46665714c97905efd6572bd6d2927bb119396034cfafc5724909f7dacfe8458508281797b83807c827b7f7e7b76707b747d77797981827883797fc27bad84fafbecfb7fc486b684807c7c77716e90eefafd083738423e7175797680817f638c8c81a1908588b2736d7d91988eaeb6bea6c359e3e78de0d2c4b6fa7d9565caac8d8131fefbfd6f3a3f3524747e828986757d7a75827f7f73867f79977e705c8b75898134a76d75e2038a874babb0fd2e6a899b7a8b5e83fe1bfc913d478b58817d8080728b7c7e74716c698a6d7c777d817f82718d7c7dba279283d7daf0f32fd585a6897080796d68679bfbfcfc012c294c4880817f827c7c7e7a84847c7a71766d6f7d787c6d7778737d836f997eada0c7f08ea0b1fe7582878e73698791fdfcfd254d4d49377b7d80828682887c8e8c7387757e786f6764665a6e6d6d77767b7c78a082ac9aa59ccbfa8ba2c9ee9179d39efcfcfca04f53463b7d7c807f7a80818168946c669c65766d7d7e7f80718c8281bb4f7976d15bdafd02fb95ba8c6f7f7a797a659fd875fd07292b5a487b80807f837e7a7a816b888d72b778718b5f746a836d84885dc97a6dd7037b825f8cbdfd5cad828887716782fd21fc8c3a2c765183808383799076777e5a7a7186889ab7818e674b8668828155cd869666654902fe02b1f025caa0ceab21759088d6fddc3f4e8e5c707c7c7f8174877c599a6b6ea0727a649578786f798a879082626e6acc03c0f303dcaafd3e737f7e6c566691e15ffd383032704b7a82808077897979925a828167a08586917b716c9565857f15cf8895fa21543e5f2bc7fe3696807e997d5d71a702fda03e4693728a71817e5ca089938682554ba73ca9b167ac726fa8597e7602cea3b8b3962500d101b0d4088da39ec7356d8517b5fda2526ba096797b85827d827a7d7a7872717b7482777d7c7f827e82797fb378b381efe9effb86ca85bb80807b7b70726e8ffcfdfe06393b403e7e876e8b9899957f819e829585668a8271707f9a9b8ba096a8b6bd82dbeda8bbc1e3aff96daa58a793a78144fbfafd473f3432247a7d8083807c79737779868e7a8c7b71907d715e87718b8b45aa6c6dcd038a8a54aab0fd336a899a748c5d81fc19fd923f478b587f7c827f768b7c8071706967876c7d787e818081728f7a7db42a927fe1ddf4f733d983a487707f7b6c64679cfcfafd032c294c4880817f807b7b7e7b84847c7d6a6d6c707f7883757b7a75828175967cb5a4c6d89ab8b7fb7683777e6c607c7bfbfcfb414e4a4b3b77787c808e8d887e928b807f637c606f6a538271706d7d7f6e7e7578a6769fa5abaae7fd8dc389ae97769079fbfefea34d4a513e7e7c7f7e7a81818368926c669a66756a7f7f818473888483ac5c7474d850defd04fd93bb8c6c7e7275836399de62fd0e2b2d5b497e7d81807e867a7c8370868575a9746d885c7a76866b818268ae867ebc2372845aa2d0fc709e71726f965e7bfb04fc7b463974548576827f6db37c85981a776a66d192a08a5b6b5c8b607d7957f795a0972d4635af3bd9fd54fc7887713a5b6afd09febd4d3f8d667d7c7c817c73867b659e6e738f75765987737d7378888b92776a6862cf02c5fc03e6a2fe4f6e7b7a776f5e91e541fe363338724a7d8081817089797d9c657e7a6498888c84746f6b9a6a847c18b28c95f13453485358ccfc3d957f7c7d8f5a75fb01fd964256926e90717b7539a890a7cf5b5c3b587a9eb97b8c6960ad61766a01bbb0ceb182330cc618cafc13a28083a66b5964c300fdb84f5da37a7a7b857e7a87787f7b70777177747c777f7e82847e857b81af71af82fbfcf4fc7dc581b67b7b7d787a75708ff4fdfc003939403e78787a777b848a7d9b918b935d667179856fb5938683836dd0b1c8a5cfd49bc0f2fdbefa8d93018b8f9b7c62fdd5a46c3f40352a6b688280b8c5777c422c847e82ad7c7d9274715c90708b7f24aa6d81f2008a8045a6b0fb2f6b899a7a905d83fe0bfd903d448b59807b817f778c7d806c716667866f8075817e7f82718f7b7eb52a907eebdbf9fc32d37fa8877380796a63669afdfafd022c2a4c4780817e807c7c7e7a8086787e615269737f7e8e777d7b7b848377957ac9acd0cfaefeb4fb7572647667616a78fcf5fc4549414b3c80807f7f7c7d807f8a8b7376626d6472866b96787f7d868377878a919a3db2aca7fbecfd7497419b736e5860fdebfb845347513e7d7e7f7f7f7f828065956d689a6672687d7f83877b82868197667277e648e0fc01f993bb916a7a706e8a6099e457fc0b2e2f5b49807c81807a8b797d876d898474a16b6487617f7e866f80816a9c8d7fb7366c9953bcddfc7985676968a85a7dfc01fc614c4272508279807f76947d818d5b7c7966b2797f90567b6f81787b7c7d92a6948f3c475b86c0fdfc6493557661965274fc03ef9458587d5f75837b818175877a6b976e75837474517e747e838974908d607f6269e802cffe02e49af3696c7c6e608d598ff11efe24333c724c7d8081817386757a976b87826b947d827a71716d936b877f35a78186cb405b5c4d84cafd5b90867f72935f7bfc03fd964d5f9762827b7d7a77868a968d7567524f9893a79966616876867470a855b3c192903e114f82fefd52925e7e44ac5a6afc00cbbc7b8aa16d797d857e7c81777d787672727d77857a81827f7f7d857b81ae73b27ff3edf2fc79b483ba7a7a7b797870708ffbfafc03393c403e6f798482808079879b8d9f88a096b09f797de6a987908c799f8fc285bec0f6a9c7fee5feafa803a79d99a66afcf8f1573d3a2523807e808179827973795188907afb77728e21735d83828789438f7273d91186864505b4fe41eb899976415f82fb94fd9241358958827b8180718e7d7f6e6c686685657d777f877e82738f7a7eb6239181ede9f8f838e982a78766817669686a99fbfafb022c284c487f807f807c7d7d7b7c82757d5e536e70848890777c7b7c838a7e997ad1a4d7ebb3fbaffc7366597a646d647ffdd0fc29484849377f7f7f8086827b76868a787c565358688890a57e7878888a687d8085a84dbdb4b5fde3fd745d3f9b7e8e566ffea5fd844e5756407c807e7f7f7e83816b9169659667756c7c8082867d7f868195687277dc4dedfe05f989b895667e706b91609ae050fb09303059497e807f7f7b87797d88758d827590605d826987848b698881679c7c7cc32989bc45f0d3fe876864615fb35880fc01fd4144396c48807d807f798e7d809059887f65ad576f7e5e927784777b7d76849f88952f577f7bf8fcfe805f47735bbe577afc00de7c5a4e835478827b8184758a78649469767c7a744c7d747e8d8972918560835a74ea03e3fc04e18eee6773846560965c95f313fc15333e6f4c74857c7f797e7a7d8a728b87619073717b717673a3688f8020a96877fa3c73852e9fc3fe7487847a58936283fd02fd7b415a985a827b817f6d907a84a05c846f4697678d8379767087757b787981a6a3aa80493f4f7efefd5487537450a95471fe01dca07283a3637b7d837f7e817b7b6e756b737f78837b7b7d7f807e817b83cd79c87ffdfcfbfc7bc37fbd7f787b7b6e756b8bfcfcfb02373a3d3d757b867f7a727e8391958489909b8f92909c7f8a7a717e7bb1acbf7ffbfefdad6fae7ffd909b6f9191958475fbfefd513c363133888b817f9c9e8773ab8d8b855fd22c8753047f5d9c9e878b61a1717ffd6afb7a255c7ffc5fd2d287aa8d8b79fd6afb84403f5358817e807f74887d7e6a736866885b7b747d8b7f8374887d80b22e907ffae5fdfe32fb7fad885b83746a736898fae5fd002c284b467f7f7f7f7b7e787b6f766f7b65568878858d7f767b7e78838a72ab7ffbd0fbe4b2fc7ffa655676786f766f83fbcffb1a414241387e7e7f7f87749479aed7528647148a8abafd7f768774958571b0657ffc6efe8780f67ffc4714748aaed75278fc6efe773c3d4b437c7f7f7f817d847e689464659564796f7c837f85817d84808c6f727fe649fdfb03fa7fba9564856f68946499e649fd03313256487d817c7f8674897c6c9761828671835b7d727f8a867488825e9f697ffa1dfcc330fa7ffe86717b5b6c97617cfa1dfc3a3c3a55477e7f7f7f837c847d7689677e6f6f7f777a787f74837c84814b90677ffb37fb8b77fd7ffb6f6f7f7775896780fb37fb733a48574f79817a7f8473927b6e8f636f65866f5581697f91847392835d83517fec00fcfb04e37fe465868f556e8f638fec00fc03343c6b4f748a707f8d6c977f6988667f6a8c766d7f687f7a8d6c977f1cb4357ffb02fe9d68b37ffe6a8c886c6988667ffa02fe613c4b6d5771886c7f876f977c688c4c7f54898e6985787f7d876f9782549d5c7fe201fc9c02b27ffd54897069688c4c80e201fc62494d6853
