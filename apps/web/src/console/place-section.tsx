import type { EdgePlace, PlaceHit } from '@muster/contracts/edge';
import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useCallback, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { attempt } from '../shell/notice-store.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { PinMark } from '../trade/marks.tsx';
import { classificationOf } from './classification.ts';
import { startPicking } from './console-store.ts';
import { useMapMarks } from './map-marks.ts';
import { PlaceSearch } from './place-search.tsx';

const CANDIDATES = 3;

/** Where it is: as it stands, confirmed or not, and every way to put it right. */
export function PlaceSection({ incident }: { incident: Incident }) {
  const t = useT();
  const [text, setText] = useState('');
  const { place } = incident;
  const candidates = place?.confirmed ? [] : (classificationOf(incident)?.location?.candidates ?? []);
  const setPlace = (next: EdgePlace) =>
    attempt(() => edge.setPlace(incident.incidentId, { accuracyM: 0, confirmed: true, ...next }));
  const pick = (hit: Pick<PlaceHit, 'name' | 'lon' | 'lat'>) => {
    setText('');
    useMapMarks.setState({ hits: [] });
    void setPlace({ lon: hit.lon, lat: hit.lat, text: hit.name, source: 'gazetteer' });
  };
  const showHits = useCallback((hits: readonly PlaceHit[]) => useMapMarks.setState({ hits }), []);
  return (
    <section className="place-section">
      <div className="row">
        <h2>{t('place')}</h2>
        <b className={place === undefined ? 'place-text missing' : 'place-text'} data-testid="incident-place">
          {place === undefined ? t('noPlace') : place.text || `${place.lon.toFixed(5)}, ${place.lat.toFixed(5)}`}
        </b>
        {place?.confirmed && <em className="flag flag-good">✓</em>}
        {place !== undefined && place.accuracyM > 0 && (
          <small>{t('accuracy', { m: Math.round(place.accuracyM) })}</small>
        )}
      </div>
      {isOpen(incident) && (
        <>
          <div className="row">
            <PlaceSearch text={text} onText={setText} onPick={pick} onHits={showHits} />
            <button type="button" onClick={() => startPicking('incident')} data-testid="pick-on-map">
              {t('setOnMap')} <kbd>M</kbd>
            </button>
            {place !== undefined && !place.confirmed && (
              <button
                type="button"
                className="primary"
                data-testid="confirm-place"
                onClick={() => setPlace({ ...place, confirmed: true })}
              >
                {t('confirmPlace')}
              </button>
            )}
          </div>
          {candidates.length > 0 && (
            <div className="row chips">
              {candidates.slice(0, CANDIDATES).map((hit) => (
                <button
                  key={`${hit.lon},${hit.lat}`}
                  type="button"
                  onClick={() => pick(hit)}
                  data-testid="place-candidate"
                >
                  <PinMark /> {hit.name}
                </button>
              ))}
            </div>
          )}
        </>
      )}
    </section>
  );
}
