import type { WallFigures } from '@muster/contracts/edge';
import { useEffect, useState } from 'react';
import { edge } from '../api/edge-api.ts';

const POLL_MS = 5_000;
const OLD_AFTER_MS = 20_000;

/** The day's figures, every five seconds; `old` when they have not come for a while. */
export function useFigures(): { readonly figures: WallFigures | null; readonly old: boolean } {
  const [figures, setFigures] = useState<WallFigures | null>(null);
  const [old, setOld] = useState(false);
  useEffect(() => {
    let gotAtMs = Date.now();
    const load = () =>
      edge
        .wall()
        .then((next) => {
          gotAtMs = Date.now();
          setFigures(next);
          setOld(false);
        })
        .catch(() => setOld(Date.now() - gotAtMs > OLD_AFTER_MS));
    void load();
    const timer = setInterval(load, POLL_MS);
    return () => clearInterval(timer);
  }, []);
  return { figures, old };
}
