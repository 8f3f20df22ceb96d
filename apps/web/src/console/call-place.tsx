import type { PlaceHit } from '@muster/contracts/edge';
import { useCallback } from 'react';
import { useT } from '../language/translate.ts';
import { PinMark } from '../trade/marks.tsx';
import { withPlace, withPlaceText } from './call-draft.ts';
import { changeDraft, useCall } from './call-store.ts';
import { FilledBy } from './call-type.tsx';
import { startPicking } from './console-store.ts';
import { useMapMarks } from './map-marks.ts';
import { PlaceSearch } from './place-search.tsx';

const CANDIDATES = 4;

/** Where the caller is: suggested from the words, searched, or picked on the map. */
export function CallPlace() {
  const t = useT();
  const { draft, guess } = useCall();
  const place = draft.place.value;
  const candidates = draft.place.by === 'human' ? [] : (guess?.location?.candidates ?? []);
  const pick = (hit: Pick<PlaceHit, 'name' | 'lon' | 'lat'>) => {
    useMapMarks.setState({ hits: [] });
    changeDraft((held) => withPlace(held, { lon: hit.lon, lat: hit.lat, text: hit.name, source: 'gazetteer' }));
  };
  const showHits = useCallback((hits: readonly PlaceHit[]) => {
    if (useCall.getState().draft.place.value === null) useMapMarks.setState({ hits });
  }, []);
  return (
    <section className="call-place">
      <div className="row">
        <h2>{t('place')}</h2>
        <FilledBy field={draft.place} />
        {place !== null && (
          <small className="coordinates">
            {place.lon.toFixed(5)}, {place.lat.toFixed(5)}
          </small>
        )}
      </div>
      <div className="row">
        <PlaceSearch
          text={draft.placeText.value}
          onText={(text) => changeDraft((held) => withPlaceText(held, text))}
          onPick={pick}
          onHits={showHits}
        />
        <button type="button" onClick={() => startPicking('call')} data-testid="call-pick-on-map">
          {t('setOnMap')}
        </button>
      </div>
      {candidates.length > 1 && (
        <div className="row chips">
          {candidates.slice(0, CANDIDATES).map((hit) => (
            <button key={`${hit.lon},${hit.lat}`} type="button" onClick={() => pick(hit)}>
              <PinMark /> {hit.name}
            </button>
          ))}
        </div>
      )}
    </section>
  );
}
