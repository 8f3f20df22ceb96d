import { isAvailable } from '@muster/contracts/unit-status';
import { useEffect, useMemo, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { named, useT } from '../language/translate.ts';
import { useAlarms, useIncidents } from '../live/live-store.ts';
import { LiveMap } from '../map/live-map.tsx';
import type { MapScene } from '../map/map-scene.ts';
import { useSettings } from '../settings/settings-store.ts';
import { attempt } from '../shell/notice-store.ts';
import { CANONICAL_ORDER, statusColour } from '../trade/colours.ts';
import { useSystem } from '../trade/system-store.ts';
import { choosePlace } from './call-deeds.ts';
import { useCall } from './call-store.ts';
import { waitingCalls } from './calls/contact-facts.ts';
import { keyOf } from './calls/numbered.ts';
import { RingCard } from './calls/ring-card.tsx';
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
      <RingCard />
    </main>
  );
}

function useSceneFollowing(scene: MapScene | null): void {
  const { panel, incidentId, picking, availableOnly, filter } = useConsole();
  const place = useIncidents().get(incidentId)?.place;
  const { lon, lat } = place ?? { lon: Number.NaN, lat: 0 };
  useEffect(() => scene?.setPicking(picking !== null), [scene, picking]);
  useEffect(
    () => scene?.units.setFilter({ agency: filter.agency, availableOnly, only: null }),
    [scene, filter.agency, availableOnly],
  );
  useEffect(() => {
    if (scene === null) return;
    scene.incidents.select(scene.map, panel === 'incident' ? incidentId : '');
    if (panel === 'incident' && !Number.isNaN(lon)) scene.flyTo(lon, lat);
  }, [scene, panel, incidentId, lon, lat]);
  useCircle(scene);
  useMarks(scene);
  useEffect(() => useMapMarks.setState({ hits: [] }), [panel, incidentId]);
}

/**
 * How well the place is known: of the incident or the call that is open, else of the call that rings. The map moves for
 * what somebody has opened; for a ring only while nobody works on anything.
 */
function useCircle(scene: MapScene | null): void {
  const { panel, incidentId } = useConsole();
  const incident = useIncidents().get(incidentId);
  const callId = useCall((state) => state.alarmId);
  const alarms = useAlarms();
  const ringing = useMemo(() => waitingCalls(alarms.values())[0], [alarms]);
  const open = panel === 'incident' ? incident?.place : panel === 'call' ? alarms.get(callId)?.place : undefined;
  const { lon, lat, accuracyM } = open ?? ringing?.place ?? { lon: Number.NaN, lat: 0, accuracyM: 0 };
  const follow = panel === 'nothing' || (panel === 'call' && open !== undefined);
  useEffect(() => {
    if (scene === null) return;
    const known = !Number.isNaN(lon);
    scene.places.setUncertainty(lon, lat, known ? accuracyM : 0);
    if (known && follow) scene.showCircle(lon, lat, accuracyM);
  }, [scene, follow, lon, lat, accuracyM]);
}

/** Candidates with their numbers, the place that was chosen, or what a search has found. */
function useMarks(scene: MapScene | null): void {
  const panel = useConsole((state) => state.panel);
  const place = useCall((state) => state.draft.place.value);
  const candidates = useCall((state) => state.candidates);
  const hits = useMapMarks((state) => state.hits);
  useEffect(() => {
    if (scene === null) return;
    if (panel === 'incident') scene.places.setPlaces(hits.map((hit) => ({ ...hit, label: hit.name })));
    else if (panel !== 'call') scene.places.setPlaces([]);
    else if (candidates.length > 0) scene.places.setPlaces(candidates.map((one) => ({ ...one, label: one.name })));
    else scene.places.setPlaces(place === null ? [] : [{ ...place, label: place.text ?? '' }]);
  }, [scene, panel, place, candidates, hits]);
  const first = candidates[0] ?? place;
  const { lon, lat } = first ?? { lon: Number.NaN, lat: 0 };
  const shownKeys = candidates.map(keyOf).join('|');
  useEffect(() => {
    if (scene === null || panel !== 'call' || Number.isNaN(lon)) return;
    const shown = useCall.getState().candidates;
    scene.showPoints(shown.length > 0 ? shown : [{ lon, lat }]);
  }, [scene, panel, lon, lat, shownKeys]);
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
  if (picking === 'call') choosePlace(place);
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
