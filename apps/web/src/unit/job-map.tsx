import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useEffect, useState } from 'react';
import { named, useT } from '../language/translate.ts';
import { LiveMap } from '../map/live-map.tsx';
import type { MapScene } from '../map/map-scene.ts';
import { useSettings } from '../settings/settings-store.ts';
import { durationText } from '../trade/clock.ts';
import { distanceText } from '../trade/distance.ts';
import { unitIdsOf } from '../trade/incident-facts.ts';
import { useRoute } from './use-route.ts';

/** The way on the map and street by street. */
export function JobMap({ unitId, job }: { unitId: string; job: Incident | null }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const [scene, setScene] = useState<MapScene | null>(null);
  const place = job?.place;
  const route = useRoute(unitId, job?.incidentId ?? '', place === undefined ? '' : `${place.lon},${place.lat}`);
  const line = route?.line;

  useEffect(() => {
    if (scene === null) return;
    scene.places.setRoute(line ?? []);
    if (line !== undefined && line.length > 1) scene.showBounds(boundsOf(line), 46);
    else if (place !== undefined) scene.flyTo(place.lon, place.lat);
  }, [scene, line, place]);

  useEffect(() => {
    const own = new Set([unitId, ...(job === null ? [] : unitIdsOf(job))]);
    scene?.units.setFilter({ agency: '', availableOnly: false, only: own });
    scene?.incidents.showOnly(job?.incidentId ?? '');
  }, [scene, unitId, job]);

  const units = { m: t('metres'), km: t('kilometres') };
  return (
    <section className="job-way">
      <div className="job-map">
        <LiveMap onReady={setScene} />
      </div>
      {job !== null && (
        <details className="steps" data-testid="route">
          <summary>
            <b>{t('route')}</b>{' '}
            {route === null
              ? t('noRoute')
              : t('navigate', {
                  distance: distanceText(route.lengthM, units),
                  time: `${durationText(route.timeS * 1_000)}`,
                })}
          </summary>
          <ol>
            {route?.steps.map((step) => (
              <li key={`${step.lon},${step.lat},${step.zh}`}>
                <span>{named(language, step.zh, step.en)}</span>
                {step.lengthM > 0 && <small>{distanceText(step.lengthM, units)}</small>}
              </li>
            ))}
          </ol>
        </details>
      )}
    </section>
  );
}

function boundsOf(line: readonly (readonly [number, number])[]): [number, number, number, number] {
  const lons = line.map(([lon]) => lon);
  const lats = line.map(([, lat]) => lat);
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}
