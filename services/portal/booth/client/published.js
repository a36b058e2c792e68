/* What everybody can check: that a paper is the convened one, and that a published board holds together. */
"use strict";
const Published = (() => {
  const RENEWED = ["poll_id", "opens_at", "closes_at", "modulus", "control_key", "sealing", "repeats"];
  const { canonical, digest, raw, sha256 } = Vote;

  /* The paper is the convened one, or follows from it by papers put again unchanged but for hours and keys. */
  const isConvened = async (paper, convened, cancelled) => {
    const own = await digest(paper), chain = [];
    for (const one of paper.repeats ? cancelled : []) if (await digest(one) !== own) chain.push(one);
    chain.push(paper);
    const lasting = (one) => canonical({ ...one, ...Object.fromEntries(RENEWED.map((name) => [name, 0])) });
    for (let place = 1; place < chain.length; place++)
      if (chain[place].repeats !== await digest(chain[place - 1]) || lasting(chain[place]) !== lasting(chain[0]))
        return false;
    return /^[0-9a-f]{64}$/.test(convened) && !chain[0].repeats && await digest(chain[0]) === convened;
  };

  const rootOf = async (leaves) => {
    if (leaves.length === 1) return leaves[0];
    let middle = 1;
    while (2 * middle < leaves.length) middle *= 2;
    return sha256([1], raw(await rootOf(leaves.slice(0, middle))), raw(await rootOf(leaves.slice(middle))));
  };
  const chained = async (batches) => {
    let end = "0".repeat(64);
    for (const { number: place, root } of batches) end = await digest([end, place, root]);
    return end;
  };

  return { isConvened, rootOf, chained };
})();
