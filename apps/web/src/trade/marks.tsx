import { named, useT, wordOr } from '../language/translate.ts';
import { useSettings } from '../settings/settings-store.ts';
import { durationText, useNow } from './clock.ts';
import { agencyColour, priorityColour, statusColour } from './colours.ts';
import { AGENCY_GLYPHS, AGENCY_SHAPES, PRIORITY_SHAPES } from './shapes.ts';
import { useSystem } from './system-store.ts';
import './marks.css';

/** Shape, colour and number: readable without colour. */
export function PriorityMark({ priority, size = 28 }: { priority: number; size?: number }) {
  const shown = Math.min(5, Math.max(1, priority));
  return (
    <svg className="priority-mark" width={size} height={size} viewBox="0 0 24 24" role="img" aria-label={`P${shown}`}>
      <path d={PRIORITY_SHAPES[shown]} fill={priorityColour(shown)} />
      <text x="12" y="16.7" textAnchor="middle" fill={shown === 3 ? '#1d1600' : '#fff'}>
        {shown}
      </text>
    </svg>
  );
}

/** Before the words for a place. */
export function PinMark() {
  return (
    <svg className="pin-mark" width="1em" height="1em" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M12 1.5a8 8 0 0 0-8 8c0 5.6 8 13 8 13s8-7.4 8-13a8 8 0 0 0-8-8zm0 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z" />
    </svg>
  );
}

export function AgencyMark({ agency, size = 18 }: { agency: string; size?: number }) {
  const t = useT();
  return (
    <svg
      className="agency-mark"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      role="img"
      aria-label={wordOr(t, agency)}
    >
      <path d={AGENCY_SHAPES[agency] ?? AGENCY_SHAPES.municipal} fill={agencyColour(agency)} />
      <path d={AGENCY_GLYPHS[agency] ?? ''} fill="#fff" />
    </svg>
  );
}

/** A unit's status in its agency's own word, with the colour it has on the map. */
export function StatusTag({ agency, status, canonical }: { agency: string; status: string; canonical: string }) {
  const name = useStatusName(agency, status, canonical);
  return (
    <span className="status-tag" data-canonical={canonical}>
      <i style={{ background: statusColour(canonical) }} />
      {name}
    </span>
  );
}

/** Sent and not yet answered is a state of its own: the status code is still the one before. */
export function useStatusName(agency: string, status: string, canonical: string): string {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const rows = useSystem((state) => state.system?.unitStatuses);
  const table = agency === 'fire' || agency === 'medical' ? agency : 'police';
  const row = rows?.find((each) => each.agency === table && each.code === status);
  if (row === undefined || (canonical === 'dispatched' && row.canonical !== 'dispatched')) return wordOr(t, canonical);
  return named(language, row.zh, row.en);
}

export function useTypeName(): (code: string) => string {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const types = useSystem((state) => state.types);
  return (code) => {
    if (code === '') return t('unclassified');
    const type = types.get(code);
    return type === undefined ? code : named(language, type.zh, type.en);
  };
}

/** How long ago, ticking. `lateS` turns it to a warning. */
export function Age({ sinceMs, lateS }: { sinceMs: number; lateS?: number }) {
  const ageMs = useNow() - sinceMs;
  const late = lateS !== undefined && ageMs > lateS * 1_000;
  return <time className={late ? 'age age-late' : 'age'}>{durationText(ageMs)}</time>;
}
