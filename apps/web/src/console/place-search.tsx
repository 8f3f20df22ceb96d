import type { PlaceHit } from '@muster/contracts/edge';
import { AutoComplete, type RefSelectProps } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { named, useT } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { useSystem } from '../trade/system-store.ts';
import { useCommand } from './commands.ts';

interface Props {
  readonly text: string;
  onText(text: string): void;
  onPick(hit: PlaceHit): void;
  /** Every new list of hits, for the map. */
  onHits?(hits: readonly PlaceHit[]): void;
  /** The number a hit has on the map and on the keyboard. */
  numberOf?(hit: PlaceHit): number | undefined;
}

const TYPING_PAUSE_MS = 160;

/** An address field that offers places of the city while one types. */
export function PlaceSearch({ text, onText, onPick, onHits, numberOf }: Props) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const field = useRef<RefSelectProps>(null);
  const [hits, setHits] = useState<readonly PlaceHit[]>([]);
  const asked = useRef('');
  useCommand('focus-place', () => field.current?.focus());

  useEffect(() => {
    const query = text.trim();
    if (query === '' || asked.current === query) return;
    const timer = setTimeout(() => {
      asked.current = query;
      const center = useSystem.getState().system?.city?.center;
      edge
        .places(query, center && { lon: center[0], lat: center[1] })
        .then(({ places }) => {
          if (asked.current !== query) return;
          setHits(places);
          onHits?.(places);
        })
        // Search helps; without it the map can still be clicked.
        .catch(() => setHits([]));
    }, TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, onHits]);

  return (
    <span data-testid="place-search" className="place-search">
      <AutoComplete
        ref={field}
        value={text}
        placeholder={t('searchPlace')}
        defaultActiveFirstOption
        options={hits.map((hit, index) => ({
          value: String(index),
          label: (
            <span className="place-option">
              <span>
                {numberOf?.(hit) !== undefined && <b className="candidate-number">{numberOf(hit)}</b>}{' '}
                {named(language, hit.name, hit.nameEn)}
              </span>
              <small>{hit.district}</small>
            </span>
          ),
        }))}
        onSearch={onText}
        onSelect={(index) => {
          const hit = hits[Number(index)];
          if (hit === undefined) return;
          asked.current = hit.name;
          onPick(hit);
          field.current?.blur();
        }}
      />
    </span>
  );
}
