/** Smooth random functions of the plane: the same seed and point give the same value, in any order of asking. */
export type Noise = (x: number, y: number) => number;

/** Value noise with quintic fade over a unit lattice, in [−1, 1]. After K. Perlin, "Improving Noise" (2002). */
export function valueNoise(seed: number): Noise {
  return (x, y) => {
    const ix = Math.floor(x);
    const iy = Math.floor(y);
    const u = fade(x - ix);
    const v = fade(y - iy);
    const top = mix(lattice(seed, ix, iy), lattice(seed, ix + 1, iy), u);
    const bottom = mix(lattice(seed, ix, iy + 1), lattice(seed, ix + 1, iy + 1), u);
    return mix(top, bottom, v);
  };
}

/** Octaves of value noise, each half as strong and twice as fine, scaled back to about [−1, 1]. */
export function fractalNoise(seed: number, octaves: number): Noise {
  const layers = Array.from({ length: octaves }, (_, i) => valueNoise(seed + i * 7919));
  const total = 2 - 2 ** (1 - octaves);
  return (x, y) => {
    let sum = 0;
    for (let i = 0; i < layers.length; i++) sum += layers[i]!(x * 2 ** i, y * 2 ** i) / 2 ** i;
    return sum / total;
  };
}

/** Integer hash to [−1, 1]. */
export function lattice(seed: number, x: number, y: number): number {
  let h = Math.imul(x, 0x27d4eb2d) ^ Math.imul(y, 0x165667b1) ^ Math.imul(seed, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2147483647.5 - 1;
}

const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10);
const mix = (a: number, b: number, t: number): number => a + (b - a) * t;
