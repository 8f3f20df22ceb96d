/** A mean and half the width of its 95 % confidence interval; NaN where one value gives none. */
export interface Estimate {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Upper 2.5 % points of Student's law for 1 to 30 degrees of freedom. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];
const NORMAL_975 = 1.96;

/** Values are taken as independent: replications, or days where there is one replication. */
export function estimate(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  if (n < 2) return { mean, low: NaN, high: NaN };
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  const half = (T_975[n - 2] ?? NORMAL_975) * Math.sqrt(variance / n);
  return { mean, low: mean - half, high: mean + half };
}

/** The value below which so large a share lies (nearest rank); NaN of nothing. Sorts what it is given. */
export function quantile(values: Float32Array, share: number): number {
  if (values.length === 0) return NaN;
  values.sort();
  return values[Math.min(values.length - 1, Math.ceil(share * values.length) - 1)];
}
