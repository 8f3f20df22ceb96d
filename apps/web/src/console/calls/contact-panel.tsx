import type { Session } from '@muster/contracts/edge';
import type { Alarm, GetQueueResponse } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useMemo } from 'react';
import { useT } from '../../language/translate.ts';
import { useAlarms } from '../../live/live-store.ts';
import { hasRole } from '../../session/session-store.ts';
import { useNow } from '../../trade/clock.ts';
import { contactList, SECTIONS, type Section } from './contact-list.ts';
import { ContactRow } from './contact-row.tsx';
import { Seats } from './seats.tsx';
import { useQueue } from './use-queue.ts';

/** More rows than a person looks through; what is due first is on top. */
const MOST_ROWS = 60;

/** Every caller who needs somebody, who has them, and how the telephones are doing. */
export function ContactPanel({ session }: { session: Session }) {
  const t = useT();
  const alarms = useAlarms();
  const queue = useQueue();
  // By the minute: what was only waiting may be the supervisor's now.
  const now = Math.floor(useNow() / 10_000) * 10_000;
  const parts = useMemo(() => contactList(alarms.values(), now), [alarms, now]);
  const supervisor = hasRole(session, 'supervisor');
  const empty = SECTIONS.every((section) => parts.get(section)?.length === 0);
  return (
    <div className="contacts" data-testid="contacts">
      <Figures queue={queue} />
      {SECTIONS.map((section) => (
        <Part key={section} section={section} alarms={parts.get(section) ?? []} supervisor={supervisor} />
      ))}
      {empty && <p className="nothing">{t('noContacts')}</p>}
      <Seats seats={queue?.seats ?? []} supervisor={supervisor} />
    </div>
  );
}

function Part({ section, alarms, supervisor }: { section: Section; alarms: readonly Alarm[]; supervisor: boolean }) {
  const t = useT();
  if (alarms.length === 0) return null;
  return (
    <section className={`contact-part contact-part-${section}`} data-testid={`contacts-${section}`}>
      <h2>
        {t(`part-${section}`)} <b>{alarms.length}</b>
      </h2>
      <ul>
        {alarms.slice(0, MOST_ROWS).map((alarm) => (
          <ContactRow key={alarm.alarmId} alarm={alarm} section={section} supervisor={supervisor} />
        ))}
      </ul>
    </section>
  );
}

const seconds = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(0));

function Figures({ queue }: { queue: GetQueueResponse | null }) {
  const t = useT();
  const inTarget = queue === null ? '–' : `${Math.round(queue.answeredInTarget * 100)}%`;
  return (
    <dl className="figures" data-testid="queue-figures">
      <div>
        <dt>{t('figureRinging')}</dt>
        <dd className={(queue?.ringing ?? 0) > 0 ? 'bad' : ''}>
          {queue?.ringing ?? '–'} <small>{t('secondsShort', { s: seconds(queue?.longestRingingS) })}</small>
        </dd>
      </div>
      <div>
        <dt>{t('figureAnswer')}</dt>
        <dd>
          {seconds(queue?.answerP50S)} / {seconds(queue?.answerP90S)} <small>{t('secondsUnit')}</small>
        </dd>
      </div>
      <div>
        <dt>{t('figureTarget')}</dt>
        <dd className={queue !== null && queue.answeredInTarget < 0.9 ? 'warn' : ''}>{inTarget}</dd>
      </div>
      <div>
        <dt>{t('figureAbandoned')}</dt>
        <dd>{queue?.abandonedLastHour ?? '–'}</dd>
      </div>
      <div>
        <dt>{t('figureOverflow')}</dt>
        <dd data-testid="overflowed">{queue?.overflowedLastHour ?? '–'}</dd>
      </div>
    </dl>
  );
}
