import type { Express } from 'express';
import { z } from 'zod';
import type { City } from '../city.ts';
import { mapStyle } from '../map-style/map-style.ts';
import { parse, refuseWith } from './api.ts';

/** Tiles change only with the city pack, whose tag is in their address. */
const TILE_CACHE = 'public, max-age=86400';
const MAX_ZOOM = 22;
const look = z.object({
  lang: z.enum(['zh', 'en']).default('zh'),
  theme: z
    .enum(['day', 'night', 'light', 'dark'])
    .default('day')
    .transform((theme) => (theme === 'night' || theme === 'dark' ? 'night' : 'day')),
});

/** The base map, for anyone: it is the city's public face. */
export function mapRoutes(app: Express, city: City): void {
  app.get('/map/style.json', (request, response) => {
    const { lang, theme } = parse(look, request.query, 'query') as z.infer<typeof look>;
    const host = request.headers.host ?? 'localhost';
    response.setHeader('cache-control', 'no-cache');
    response.json(
      mapStyle({ meta: city.meta, packTag: city.packTag, lang, theme, origin: `${request.protocol}://${host}` }),
    );
  });
  app.get('/map/tiles/:z/:x/:y.pbf', (request, response) => {
    const [z, x, y] = [request.params.z, request.params.x, request.params.y].map((part) =>
      /^\d{1,8}$/.test(part) ? Number(part) : Number.NaN,
    ) as [number, number, number];
    if (!(z <= MAX_ZOOM && x < 2 ** z && y < 2 ** z))
      throw refuseWith('invalid', 'there is no such tile', '瓦片编号不正确');
    const tile = city.tile(z, x, y);
    response.setHeader('cache-control', TILE_CACHE);
    response.setHeader('vary', 'accept-encoding');
    if (tile === null) return void response.status(204).end();
    response.setHeader('content-type', 'application/vnd.mapbox-vector-tile');
    response.setHeader('content-encoding', 'gzip');
    response.setHeader('etag', `"${city.packTag}-${z}-${x}-${y}"`);
    if (request.fresh) return void response.status(304).end();
    response.end(tile);
  });
}
