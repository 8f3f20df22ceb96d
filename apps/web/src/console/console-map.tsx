import { isAvailable } from '@muster/contracts/unit-status';
import { useEffect, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { named, useT } from '../language/translate.ts';
import { useIncidents } from '../live/live-store.ts';
import { LiveMap } from '../map/live-map.tsx';
import type { MapScene } from '../map/map-scene.ts';
import { useSettings } from '../settings/settings-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { CANONICAL_ORDER, statusColour } from '../trade/colours.ts';
import { useSystem } from '../trade/system-store.ts';
import { withPlace } from './call-draft.ts';
import { changeDraft, useCall } from './call-store.ts';
import { selectIncident, selectUnit, setAvailableOnly, stopPicking, useConsole } from './console-store.ts';
import { useMapMarks } from './map-marks.ts';

/** The city in the middle: follows what the seat looks at, and takes places from clicks. */
export function ConsoleMap() {
  const t = useT();
  const [scene, setScene] = useState<MapScene | null>(null);
  const picking = useConsole((state) => state.picking);
  useSceneFollowing(scene);
  return (
    <main className="console-map">
      <LiveMap onReady={setScene} onIncident={selectIncident} onUnit={selectUnit} onPoint={pickPoint} />
      {picking !== null && <p className="pick-hint">{t('pickHint')}</p>}
      <MapTools scene={scene} />
      <Legend />
    </main>
  );
}

function useSceneFollowing(scene: MapScene | null): void {
  const { panel, incidentId, picking, availableOnly, filter } = useConsole();
  const place = useIncidents().get(incidentId)?.place;
  const callPlace = useCall((state) => state.draft.place.value);
  const hits = useMapMarks((state) => state.hits);
  const { lon, lat, accuracyM } = place ?? { lon: Number.NaN, lat: 0, accuracyM: 0 };

  useEffect(() => scene?.setPicking(picking !== null), [scene, picking]);
  useEffect(
    () => scene?.units.setFilter({ agency: filter.agency, availableOnly, only: null }),
    [scene, filter.agency, availableOnly],
  );
  useEffect(() => {
    if (scene === null) return;
    scene.incidents.select(scene.map, panel === 'incident' ? incidentId : '');
    scene.places.setUncertainty(lon, lat, panel === 'incident' && !Number.isNaN(lon) ? accuracyM : 0);
    if (panel === 'incident' && !Number.isNaN(lon)) scene.flyTo(lon, lat);
  }, [scene, panel, incidentId, lon, lat, accuracyM]);
  useEffect(() => {
    if (scene === null) return;
    const own = panel === 'call' && callPlace !== null ? [{ ...callPlace, label: callPlace.text ?? '' }] : [];
    const marks = own.length > 0 ? own : hits.map((hit) => ({ ...hit, label: hit.name }));
    scene.places.setPlaces(panel === 'call' || panel === 'incident' ? marks : []);
    const first = marks[0];
    if (panel === 'call' && first !== undefined) scene.flyTo(first.lon, first.lat);
  }, [scene, panel, callPlace, hits]);
  useEffect(() => useMapMarks.setState({ hits: [] }), [panel, incidentId]);
}

/** A click that sets a place: named after what is there, where anything is known. */
async function pickPoint(lon: number, lat: number): Promise<void> {
  const { picking, incidentId } = useConsole.getState();
  if (picking === null) return;
  stopPicking();
  const found = await edge.placeAt(lon, lat).catch(() => ({ place: null }));
  const { language } = useSettings.getState();
  const text = found.place === null ? '' : named(language, found.place.name, found.place.nameEn);
  const place = { lon, lat, text, source: 'map', accuracyM: 0, confirmed: true };
  if (picking === 'call') changeDraft((draft) => withPlace(draft, place));
  else if (incidentId !== '') await attempt(() => edge.setPlace(incidentId, place));
}

function MapTools({ scene }: { scene: MapScene | null }) {
  const t = useT();
  const availableOnly = useConsole((state) => state.availableOnly);
  const bounds = useSystem((state) => state.system?.city?.bounds);
  return (
    <div className="map-tools">
      <button type="button" aria-pressed={availableOnly} onClick={() => setAvailableOnly(!availableOnly)}>
        {t('showAvailable')}
      </button>
      {bounds && (
        <button type="button" onClick={() => scene?.showBounds(bounds)}>
          {t('wholeCity')}
        </button>
      )}
    </div>
  );
}

function Legend() {
  const t = useT();
  const shown = CANONICAL_ORDER.filter((canonical) => canonical !== 'training');
  return (
    <ul className="legend" aria-label={t('legend')}>
      {shown.map((canonical) => (
        <li key={canonical} className={isAvailable(canonical) ? 'free' : ''}>
          <i style={{ background: statusColour(canonical) }} />
          {t(canonical)}
        </li>
      ))}
    </ul>
  );
}
