/** A layer of a MapLibre style; its words are MapLibre's style specification. */
export type StyleLayer = { readonly id: string; readonly type: string } & Readonly<Record<string, unknown>>;

export const SOURCE = 'city';

/**
 * Drawn from the reader's own fonts, so no glyph server is needed: MapLibre takes the list as CSS families, and the
 * weight from the first name.
 */
const FAMILIES = ['PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', 'sans-serif'];
export const REGULAR = FAMILIES;
export const MEDIUM = ['PingFang SC Medium', ...FAMILIES];

/** Pixels at zoom 10, 14 and 18, growing as the ground does. */
export const widthAt = ([far, middle, near]: readonly [number, number, number]): unknown => [
  'interpolate',
  ['exponential', 1.5],
  ['zoom'],
  10,
  far,
  14,
  middle,
  18,
  near,
];
