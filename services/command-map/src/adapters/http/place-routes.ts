import { z } from 'zod';
import type { City } from '../city.ts';
import type { Api } from './api.ts';
import { FIELD_LIMITS, lat, lon, numberText, text } from './fields.ts';

const MAX_PLACES = 20;
const DEFAULT_PLACES = 8;
const search = z.object({
  q: text(FIELD_LIMITS.queryChars),
  lon: numberText.pipe(lon).optional(),
  lat: numberText.pipe(lat).optional(),
  limit: numberText.optional(),
});
const at = z.object({ lon: numberText.pipe(lon), lat: numberText.pipe(lat) });

/** Finding places by their names, and names by their places. */
export function placeRoutes(api: Api, city: City): void {
  api.route('GET /api/places', { query: search }, async ({ query }) => {
    if (query.q === '') return { places: [] };
    const near = query.lon === undefined || query.lat === undefined ? null : ([query.lon, query.lat] as const);
    const limit = Math.max(1, Math.min(MAX_PLACES, Math.trunc(query.limit ?? DEFAULT_PLACES)));
    return { places: await city.search(query.q, near, limit) };
  });
  api.route('GET /api/places/at', { query: at }, async ({ query }) => ({
    place: await city.reverse(query.lon, query.lat),
  }));
}
