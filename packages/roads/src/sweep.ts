/**
 * The innermost loops of a table: places in order, each the least of what it has and what its heads (earlier places) offer.
 * `ms` holds `lanes` searches side by side; eight are written out so that an arc is read once for all of them.
 */

export function sweepOne(first: Uint32Array, head: Uint32Array, arcMs: Int32Array, ms: Int32Array): void {
  const places = first.length - 1;
  for (let p = 0, a = 0; p < places; p++) {
    let best = ms[p];
    for (const end = first[p + 1]; a < end; a++) {
      const offered = (ms[head[a]] + arcMs[a]) | 0;
      if (offered < best) best = offered;
    }
    ms[p] = best;
  }
}

export function sweepEight(first: Uint32Array, head: Uint32Array, arcMs: Int32Array, ms: Int32Array): void {
  const places = first.length - 1;
  for (let p = 0, a = 0; p < places; p++) {
    const at = p << 3;
    let m0 = ms[at];
    let m1 = ms[at + 1];
    let m2 = ms[at + 2];
    let m3 = ms[at + 3];
    let m4 = ms[at + 4];
    let m5 = ms[at + 5];
    let m6 = ms[at + 6];
    let m7 = ms[at + 7];
    for (const end = first[p + 1]; a < end; a++) {
      const from = head[a] << 3;
      const w = arcMs[a];
      const o0 = (ms[from] + w) | 0;
      const o1 = (ms[from + 1] + w) | 0;
      const o2 = (ms[from + 2] + w) | 0;
      const o3 = (ms[from + 3] + w) | 0;
      const o4 = (ms[from + 4] + w) | 0;
      const o5 = (ms[from + 5] + w) | 0;
      const o6 = (ms[from + 6] + w) | 0;
      const o7 = (ms[from + 7] + w) | 0;
      if (o0 < m0) m0 = o0;
      if (o1 < m1) m1 = o1;
      if (o2 < m2) m2 = o2;
      if (o3 < m3) m3 = o3;
      if (o4 < m4) m4 = o4;
      if (o5 < m5) m5 = o5;
      if (o6 < m6) m6 = o6;
      if (o7 < m7) m7 = o7;
    }
    ms[at] = m0;
    ms[at + 1] = m1;
    ms[at + 2] = m2;
    ms[at + 3] = m3;
    ms[at + 4] = m4;
    ms[at + 5] = m5;
    ms[at + 6] = m6;
    ms[at + 7] = m7;
  }
}
