/* The voter's own half of a secret vote. Nothing in this file sends or keeps anything.
   Blinding: RFC 9474, RSABSSA-SHA384-PSS-Randomized. Sealing: X25519, HKDF, AES-256-GCM. Signatures: Ed25519. */
"use strict";
const Vote = (() => {
  const HASH = 48;
  const utf8 = (text) => new TextEncoder().encode(text);
  const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, "0")).join("");
  const raw = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  const join = (...parts) => raw(parts.map(hex).join(""));
  const number = (bytes) => BigInt("0x" + hex(bytes));
  const spelt = (value, size) => raw(value.toString(16).padStart(2 * size, "0"));
  const random = (size) => crypto.getRandomValues(new Uint8Array(size));
  const hash = async (name, ...parts) => new Uint8Array(await crypto.subtle.digest(name, join(...parts)));
  const sha256 = async (...parts) => hex(await hash("SHA-256", ...parts));
  const xor = (left, right) => left.map((one, place) => one ^ right[place]);

  /* JSON in its one spelling: sorted keys, no white space. */
  const canonical = (value) => Array.isArray(value) ? `[${value.map(canonical).join(",")}]`
    : value && typeof value === "object"
      ? `{${Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(",")}}`
      : JSON.stringify(value);
  const digest = (value) => sha256(utf8(canonical(value)));

  const power = (base, exponent, modulus) => {
    let result = 1n;
    for (base %= modulus; exponent; exponent >>= 1n, base = base * base % modulus)
      if (exponent & 1n) result = result * base % modulus;
    return result;
  };
  const inverse = (value, modulus) => {
    let [last, rest, before, now] = [modulus, value % modulus, 0n, 1n];
    while (rest) {
      const times = last / rest;
      [last, rest, before, now] = [rest, last - times * rest, now, before - times * now];
    }
    if (last !== 1n) throw new RangeError("not invertible");
    return (before % modulus + modulus) % modulus;
  };

  const mask = async (seed, length) => {
    const rounds = [];
    for (let round = 0; round * HASH < length; round++) rounds.push(await hash("SHA-384", seed, spelt(round, 4)));
    return join(...rounds).slice(0, length);
  };
  const encode = async (message, bits, salt) => {
    const size = Math.ceil(bits / 8);
    const seed = await hash("SHA-384", new Uint8Array(8), await hash("SHA-384", message), salt);
    const block = join(new Uint8Array(size - salt.length - HASH - 2), [1], salt);
    const masked = xor(block, await mask(seed, block.length));
    masked[0] &= 0xff >> (8 * size - bits);
    return join(masked, seed, [0xbc]);
  };
  const keyOf = (paper) => {
    const n = BigInt("0x" + paper.modulus), bits = n.toString(2).length;
    return { n, e: BigInt(paper.exponent), bits: bits - 1, size: Math.ceil(bits / 8) };
  };

  /* RFC 9474 section 4.2: what goes to the signer, and what the voter keeps to unblind the answer. */
  const blind = async (key, prepared, salt, factor) => {
    const message = number(await encode(prepared, key.bits, salt));
    inverse(message, key.n);
    return { blinded: hex(spelt(message * power(factor, key.e, key.n) % key.n, key.size)),
      inverse: inverse(factor, key.n).toString(16) };
  };
  /* Section 4.4: the signature, refused unless it verifies. */
  const finalize = async (key, prepared, blindSignature, inverted) => {
    const value = BigInt("0x" + blindSignature) * BigInt("0x" + inverted) % key.n;
    const opened = power(value, key.e, key.n).toString(16), size = Math.ceil(key.bits / 8);
    if (blindSignature.length !== 2 * key.size || opened.length > 2 * size) throw new RangeError("no signature");
    const found = raw(opened.padStart(2 * size, "0")), masked = found.slice(0, -HASH - 1);
    const salt = xor(masked, await mask(found.slice(-HASH - 1, -1), masked.length)).slice(-HASH);
    if (hex(await encode(prepared, key.bits, salt)) !== hex(found)) throw new RangeError("no signature");
    return hex(spelt(value, key.size));
  };

  const newKey = async () => {
    const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return { secret: pair.privateKey, key: hex(await crypto.subtle.exportKey("raw", pair.publicKey)) };
  };
  const sign = async (secret, text) => hex(await crypto.subtle.sign("Ed25519", secret, utf8(text)));
  const verifies = async (key, text, signature) => crypto.subtle.verify("Ed25519",
    await crypto.subtle.importKey("raw", raw(key), "Ed25519", false, ["verify"]), raw(signature), utf8(text));

  /* Credentials. The factor has 64 bits more than the modulus, so that its remainder leans to no side. */
  const prepared = (digest, wish) =>
    join(raw(wish.randomizer), utf8(`sharedco/credential/2/${digest}/${wish.key}`));
  const newWish = async (paper) => {
    const key = keyOf(paper), own = await newKey(), known = await digest(paper);
    const wish = { ...own, randomizer: hex(random(32)) };
    const factor = number(random(key.size + 8)) % (key.n - 1n) + 1n;
    return { ...wish, ...await blind(key, prepared(known, wish), random(HASH), factor) };
  };
  const unblind = async (paper, wish, answer) =>
    finalize(keyOf(paper), prepared(await digest(paper), wish), answer, wish.inverse);
  const signRequest = async (paper, wish, secret) =>
    sign(secret, `sharedco/mark/1/${await digest(paper)}/${await sha256(raw(wish.blinded))}`);

  /* What is sealed is always as long as the longest choices. */
  const seal = async (paper, choices, place) => {
    const lengths = paper.choices.map((one) => utf8(canonical(one)).length).sort((one, other) => one - other);
    const longest = lengths.slice(-paper.most_choices);
    const room = longest.reduce((all, one) => all + one + 1, 1);
    const own = await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
    const theirs = raw(paper.sealing.key), ours = await crypto.subtle.exportKey("raw", own.publicKey);
    const peer = await crypto.subtle.importKey("raw", theirs, "X25519", false, []);
    const shared = await crypto.subtle.deriveBits({ name: "X25519", public: peer }, own.privateKey, 256);
    const base = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveBits"]);
    const made = new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256",
      salt: new Uint8Array(0), info: join(utf8("sharedco/sealed/1/"), ours, theirs) }, base, 44 * 8));
    const cipher = await crypto.subtle.importKey("raw", made.slice(0, 32), "AES-GCM", false, ["encrypt"]);
    const plain = new Uint8Array(room).fill(32);
    plain.set(utf8(canonical(choices)));
    return hex(join(ours, await crypto.subtle.encrypt({ name: "AES-GCM", iv: made.slice(32),
      additionalData: utf8(place) }, cipher, plain)));
  };
  const fillIn = async (paper, wish, credential, choices, turn) => {
    const known = await digest(paper), ballot_id = hex(random(16));
    const body = { digest: known, ballot_id, turn };
    if (paper.sealing) body.sealed = await seal(paper, choices, `${known}/${ballot_id}/${wish.key}`);
    else body.choices = choices;
    const signature = await sign(wish.secret, `sharedco/ballot/${paper.sealing ? 3 : 2}/${canonical(body)}`);
    return { poll_id: paper.poll_id, voter_key: wish.key, randomizer: wish.randomizer, credential, choices: [],
      ...body, signature };
  };

  /* The receipt is the ballot's leaf on the board (RFC 6962), signed by the ballot box. */
  const leafOf = (ballot) => sha256([0], utf8(canonical(ballot)));
  const isReceipt = async (paper, ballot, reply) => {
    const leaf = await leafOf(ballot);
    return reply.receipt === leaf && verifies(paper.receipt_key,
      `sharedco/receipt/1/${await digest(paper)}/${leaf}`, reply.signature);
  };
  return { canonical, digest, raw, sha256, blind, finalize, newKey, newWish, unblind, signRequest, seal, fillIn, leafOf,
    isReceipt };
})();
