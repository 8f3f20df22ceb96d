import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { incidentType } from '@muster/contracts/incident-view';
import { useMemo } from 'react';
import { useT, wordOr } from '../../language/translate.ts';
import { useIncidents } from '../../live/live-store.ts';
import { durationText, timeText, useNow } from '../../trade/clock.ts';
import { distanceText } from '../../trade/distance.ts';
import { PinMark, PriorityMark, useTypeName } from '../../trade/marks.tsx';
import { selectIncident } from '../console-store.ts';
import { hasFlag } from './contact-facts.ts';
import { nearIncidents } from './near-incidents.ts';
import { useCallContext } from './use-call-context.ts';
import { useNameOf } from './use-name-of.ts';

const SHOWN_CALLS = 6;

/**
 * What is known before the first word. Every line has its place from the first ring on, so that nothing moves when the
 * answers come in.
 */
export function CallFacts({ alarm }: { alarm: Alarm }) {
  return (
    <dl className="call-facts" data-testid="call-facts">
      <Where alarm={alarm} />
      <Past alarm={alarm} />
      <Near alarm={alarm} />
    </dl>
  );
}

function Where({ alarm: { place } }: { alarm: Alarm }) {
  const t = useT();
  const now = useNow();
  const near = useNameOf(place?.source === 'cell' ? undefined : place);
  const words = place?.text || (place?.source === 'cell' ? t('from-cell') : near);
  return (
    <div>
      <dt>{t('callerAt')}</dt>
      <dd data-testid="caller-at">
        {place === undefined ? (
          <span className="missing">{t('callerNowhere')}</span>
        ) : (
          <>
            <span className="fact-words" title={`${place.lon.toFixed(5)}, ${place.lat.toFixed(5)}`}>
              <PinMark /> {words}
            </span>
            <b className={place.source === 'cell' ? 'missing' : ''}>
              {place.accuracyM > 0 ? t('accuracy', { m: Math.round(place.accuracyM) }) : t('accuracyUnknown')}
            </b>
            <small>
              {wordOr(t, `from-${place.source}`)}
              {place.observedAtMs > 0 && ` · ${t('secondsAgo', { time: durationText(now - place.observedAtMs) })}`}
            </small>
          </>
        )}
      </dd>
    </div>
  );
}

function Past({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const known = useCallContext(alarm);
  const context = known.kind === 'known' ? known.context : null;
  const danger = context?.dangerHistory || hasFlag(alarm, 'address-history');
  const calls = useMemo(() => {
    if (context === null) return [];
    const here = context.fromPlace.filter((one) => !context.fromNumber.some((other) => other.alarmId === one.alarmId));
    return [...context.fromNumber, ...here].sort((a, b) => b.receivedAtMs - a.receivedAtMs).slice(0, SHOWN_CALLS);
  }, [context]);
  const older = (context?.callsBeforeFromNumber ?? 0) + (context?.callsBeforeFromPlace ?? 0);
  return (
    <div>
      <dt>{t('past')}</dt>
      <dd className="past" data-testid="call-past">
        <p className="fact-line">
          {known.kind === 'loading' && <span className="fact-words">{t('looking')}</span>}
          {known.kind === 'failed' && <span className="missing">{t('pastFailed')}</span>}
          {context !== null && (
            <span className="fact-words">
              {t('pastDay', { number: context.fromNumber.length, place: context.fromPlace.length })}
              {older > 0 && ` · ${t('pastOlder', { n: older })}`}
            </span>
          )}
          {danger && (
            <em className="flag flag-bad" data-testid="danger-history">
              ⚠ {t('dangerHistory')}
            </em>
          )}
        </p>
        <ul className="past-calls">
          {calls.map((call) => (
            <li key={call.alarmId}>
              <time>{timeText(call.receivedAtMs)}</time>
              <span>{call.callerNumber === alarm.callerNumber ? t('thisNumber') : t('thisPlace')}</span>
              <span className="fact-words">{call.text || t('noWords')}</span>
            </li>
          ))}
        </ul>
      </dd>
    </div>
  );
}

function Near({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const typeName = useTypeName();
  const incidents = useIncidents();
  const { place, alarmId } = alarm;
  const near = useMemo(() => nearIncidents(place, alarmId, incidents.values()), [place, alarmId, incidents]);
  return (
    <div>
      <dt>{t('nearOpen')}</dt>
      <dd className="near-list" data-testid="near-incidents">
        {near.length === 0 && (
          <span className="fact-words">{t(place === undefined ? 'noPlaceYet' : 'nothingNear')}</span>
        )}
        {near.map(({ incident, distanceM }) => (
          <button
            key={incident.incidentId}
            type="button"
            className="near"
            onClick={() => selectIncident(incident.incidentId)}
          >
            <PriorityMark priority={incident.priority} size={18} />
            <span className="fact-words">{typeName(incidentType(incident))}</span>
            <b>{distanceText(distanceM, { m: t('metres'), km: t('kilometres') })}</b>
            <small>{timeText(incident.receivedAtMs)}</small>
          </button>
        ))}
      </dd>
    </div>
  );
}
