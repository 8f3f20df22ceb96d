import type { PlaceHit } from '@muster/contracts/edge';
import { create } from 'zustand';

/** Places the map shows while somebody looks for the right one. */
export const useMapMarks = create<{ readonly hits: readonly Pick<PlaceHit, 'name' | 'lon' | 'lat'>[] }>()(() => ({
  hits: [],
}));
