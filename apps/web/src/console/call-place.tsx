import type { PlaceHit } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useCallback, useEffect, useRef, useState } from 'react';
import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { chooseCandidate, choosePlace } from './call-deeds.ts';
import { countsAsPlace, withPlaceText } from './call-draft.ts';
import { changeDraft, offerCandidates, useCall } from './call-store.ts';
import { FilledBy } from './call-type.tsx';
import { type Candidate, keyOf, MOST_CANDIDATES, type Numbered } from './calls/numbered.ts';
import { useNameOf } from './calls/use-name-of.ts';
import { useCommand } from './commands.ts';
import { startPicking } from './console-store.ts';
import { PlaceSearch } from './place-search.tsx';

/** A number that has just come to mean another place is not taken: the press was for the one before. */
const JUST_CHANGED_MS = 500;

/** Where the caller is: the first thing that is asked. Suggested, searched, picked on the map; read back by number. */
export function CallPlace({ alarm }: { alarm: Alarm | undefined }) {
  const t = useT();
  const { draft, candidates } = useCall();
  const hits = useCandidates(alarm);
  const place = draft.place.value;
  const pick = useNumberedPick(candidates);
  const onHits = useCallback((found: readonly PlaceHit[]) => hits(found), [hits]);
  return (
    <section className="call-place">
      <div className="row">
        <h2>{t('place')}</h2>
        <FilledBy field={draft.place} />
        {place === null ? (
          <small className="missing">{t('placeFirst')}</small>
        ) : (
          <small className="coordinates">
            {place.lon.toFixed(5)}, {place.lat.toFixed(5)}
          </small>
        )}
        <span className="spacer" />
        {candidates.length > 0 && (
          <small className="read-back" title={t('readBackTyping')}>
            {t('readBack')}
          </small>
        )}
      </div>
      <div className="row">
        <PlaceSearch
          text={draft.placeText.value}
          onText={(text) => changeDraft((held) => withPlaceText(held, text))}
          onPick={(hit) => choosePlace({ lon: hit.lon, lat: hit.lat, text: hit.name, source: 'gazetteer' })}
          onHits={onHits}
          numberOf={(hit) => candidates.find((one) => keyOf(one) === keyOf(hit))?.number}
        />
        <button type="button" onClick={() => startPicking('call')} data-testid="call-pick-on-map">
          {t('setOnMap')}
        </button>
      </div>
      <ol className="candidates" data-testid="place-candidates">
        {candidates.map((candidate) => (
          <Choice key={candidate.number} candidate={candidate} onPick={pick} />
        ))}
      </ol>
    </section>
  );
}

function Choice({ candidate, onPick }: { candidate: Numbered; onPick(number: number): void }) {
  const { number, name, district } = candidate;
  useCommand(`place-${number}`, () => onPick(number));
  return (
    <li>
      <button type="button" onClick={() => onPick(number)} data-number={number} data-testid="call-candidate">
        <b className="candidate-number">{number}</b>
        <span className="fact-words">{name}</span>
        <small>{district}</small>
      </button>
    </li>
  );
}

function useNumberedPick(candidates: readonly Numbered[]): (number: number) => void {
  const since = useRef(new Map<number, { name: string; atMs: number }>());
  for (const { number, name } of candidates) {
    if (since.current.get(number)?.name !== name) since.current.set(number, { name, atMs: performance.now() });
  }
  return (number) => {
    const candidate = candidates.find((one) => one.number === number);
    const fresh = performance.now() - (since.current.get(number)?.atMs ?? 0) < JUST_CHANGED_MS;
    if (candidate !== undefined && !fresh) chooseCandidate(candidate);
  };
}

/** Keeps the numbered list in step with the words, the search and the caller's own position. Gives the taker of hits. */
function useCandidates(alarm: Alarm | undefined): (hits: readonly PlaceHit[]) => void {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const { draft, guess, alarmId } = useCall();
  const [found, setFound] = useState<{ readonly alarmId: string; readonly hits: readonly PlaceHit[] }>();
  const settled = draft.place.by === 'human' && draft.place.value !== null;
  const searching = draft.placeText.by === 'human' && draft.placeText.value.trim() !== '';
  const own = alarm?.place;
  const near = useNameOf(own);
  useEffect(() => {
    if (settled) return offerCandidates([]);
    const searched = (searching && found?.alarmId === alarmId ? found.hits : []).map(
      (hit): Candidate => ({ ...hit, name: named(language, hit.name, hit.nameEn), from: 'search' }),
    );
    const said = (searching ? [] : (guess?.location?.candidates ?? [])).map(
      ({ name, lon, lat, score }): Candidate => ({ name, district: '', lon, lat, score, from: 'words' }),
    );
    const caller: Candidate[] =
      countsAsPlace(own) && own.accuracyM > 0
        ? [
            {
              name: own.text || near,
              district: t('accuracy', { m: Math.round(own.accuracyM) }),
              lon: own.lon,
              lat: own.lat,
              score: 0,
              from: 'caller',
            },
          ]
        : [];
    offerCandidates([...[...searched, ...said].slice(0, MOST_CANDIDATES - caller.length), ...caller]);
  }, [settled, searching, found, guess, own, near, alarmId, language, t]);
  return useCallback((hits) => setFound({ alarmId: useCall.getState().alarmId, hits }), []);
}
