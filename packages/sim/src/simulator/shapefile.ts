/** The rings of a polygon shapefile (ESRI, 1998); a point is inside where an odd number of them goes round it. */
export function readRings(shp: Buffer): Float64Array[] {
  const rings: Float64Array[] = [];
  for (let at = 100; at + 8 <= shp.length; at += 8 + 2 * shp.readInt32BE(at + 4)) {
    const record = at + 8;
    if (![5, 15, 25].includes(shp.readInt32LE(record))) continue;
    const parts = shp.readInt32LE(record + 36);
    const points = shp.readInt32LE(record + 40);
    const start = (part: number): number => (part < parts ? shp.readInt32LE(record + 44 + 4 * part) : points);
    for (let part = 0; part < parts; part++) {
      const ring = new Float64Array(2 * (start(part + 1) - start(part)));
      for (let i = 0; i < ring.length; i++) {
        ring[i] = shp.readDoubleLE(record + 44 + 4 * parts + 16 * start(part) + 8 * i);
      }
      rings.push(ring);
    }
  }
  return rings;
}

export function isInsideRings(rings: readonly Float64Array[], lon: number, lat: number): boolean {
  let inside = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [yi, yj] = [ring[i + 1], ring[j + 1]];
      if (yi > lat !== yj > lat && lon < ((ring[j] - ring[i]) * (lat - yi)) / (yj - yi) + ring[i]) inside = !inside;
    }
  }
  return inside;
}
