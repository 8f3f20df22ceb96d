import { DatabaseSync } from 'node:sqlite';
import type { Bounds } from './format.ts';
import { MAX_ZOOM, MIN_ZOOM } from './tile-plan.ts';
import type { Tile } from './tiles.ts';

/** Writes an MBTiles 1.3 file (rows count from the south there). Returns the number of tiles and their bytes. */
export function writeMbtiles(
  path: string,
  about: { readonly name: string; readonly attribution: string; readonly bounds: Bounds; readonly layers: string[] },
  tiles: Iterable<Tile>,
): { tiles: number; bytes: number; largestBytes: number } {
  const db = new DatabaseSync(path);
  let [count, bytes, largestBytes] = [0, 0, 0];
  try {
    // Nobody reads the file before it is renamed into place, so a journal would only cost time.
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA application_id = 0x4d504258;');
    db.exec(`CREATE TABLE metadata (name TEXT PRIMARY KEY, value TEXT);
      CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB,
        PRIMARY KEY (zoom_level, tile_column, tile_row)) WITHOUT ROWID;`);
    const meta = db.prepare('INSERT INTO metadata VALUES (?, ?)');
    db.exec('BEGIN');
    for (const [name, value] of Object.entries(metadataOf(about))) meta.run(name, value);
    const insert = db.prepare('INSERT INTO tiles VALUES (?, ?, ?, ?)');
    for (const tile of tiles) {
      insert.run(tile.z, tile.x, 2 ** tile.z - 1 - tile.y, tile.data);
      count++;
      bytes += tile.data.length;
      largestBytes = Math.max(largestBytes, tile.data.length);
    }
    db.exec('COMMIT');
  } finally {
    db.close();
  }
  return { tiles: count, bytes, largestBytes };
}

function metadataOf(about: Parameters<typeof writeMbtiles>[1]): Record<string, string> {
  return {
    name: about.name,
    format: 'pbf',
    type: 'baselayer',
    attribution: about.attribution,
    bounds: about.bounds.join(','),
    minzoom: String(MIN_ZOOM),
    maxzoom: String(MAX_ZOOM),
    json: JSON.stringify({ vector_layers: about.layers.map((id) => ({ id, fields: {} })) }),
  };
}

export interface TileReader {
  /** A gzip vector tile in the XYZ scheme, or null where the map is empty. */
  readTile(z: number, x: number, y: number): Uint8Array | null;
  close(): void;
}

/** Opens an MBTiles file for reading. Throws where it is no such file. */
export function openMbtiles(path: string): TileReader {
  const db = new DatabaseSync(path, { readOnly: true });
  const select = db.prepare('SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?');
  return {
    readTile(z, x, y) {
      const row = select.get(z, x, 2 ** z - 1 - y);
      return row === undefined ? null : (row.tile_data as Uint8Array);
    },
    close: () => db.close(),
  };
}
