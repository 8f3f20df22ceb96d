import { useEffect, useState } from 'react';
import { edge } from '../api/edge-api.ts';

/** A phone reports at most this often; a vehicle terminal does better over its own link. */
const REPORT_MS = 2_000;
const MPS_TO_KMH = 3.6;

/** Sends this phone's position while the crew allows it. Gives whether it does. */
export function useOwnPosition(unitId: string): boolean {
  const [locating, setLocating] = useState(false);
  useEffect(() => {
    if (!('geolocation' in navigator) || unitId === '') return;
    let sentAtMs = 0;
    const watch = navigator.geolocation.watchPosition(
      ({ coords, timestamp }) => {
        setLocating(true);
        if (timestamp - sentAtMs < REPORT_MS) return;
        sentAtMs = timestamp;
        const position = {
          lon: coords.longitude,
          lat: coords.latitude,
          observedAtMs: timestamp,
          accuracyM: coords.accuracy,
          ...(coords.speed === null ? {} : { speedKmh: coords.speed * MPS_TO_KMH }),
          ...(coords.heading === null || Number.isNaN(coords.heading) ? {} : { headingDeg: coords.heading }),
        };
        // An old position is worth nothing: the next one follows in seconds.
        edge.position(unitId, position).catch(() => undefined);
      },
      () => setLocating(false),
      { enableHighAccuracy: true, maximumAge: REPORT_MS },
    );
    return () => navigator.geolocation.clearWatch(watch);
  }, [unitId]);
  return locating;
}
