import type { Incident, TimelineEntry } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useEffect, useRef, useState } from 'react';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { attempt } from '../shell/notice-store.ts';
import { timeText } from '../trade/clock.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { useCommand } from './commands.ts';
import { useTimelineWords } from './timeline-words.ts';

/** Who did what and when, newest first, and the field to add to it. */
export function TimelineSection({ incident }: { incident: Incident }) {
  const t = useT();
  const describe = useTimelineWords();
  const timeline = useTimeline(incident);
  return (
    <section className="timeline-section">
      <h2>{t('timeline')}</h2>
      {isOpen(incident) && <NoteField incidentId={incident.incidentId} />}
      <ol className="timeline" data-testid="timeline">
        {timeline.toReversed().map((entry, index) => {
          const { title, detail, by } = describe(entry);
          return (
            <li key={timeline.length - index}>
              <time>{timeText(entry.atMs)}</time>
              <span>
                <b>{title}</b> {detail}
                {by !== '' && <small>{by}</small>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function useTimeline({ incidentId, version }: Incident): readonly TimelineEntry[] {
  const [held, setHeld] = useState<{ incidentId: string; timeline: readonly TimelineEntry[] } | null>(null);
  useEffect(() => {
    let wanted = true;
    edge
      .incident(incidentId)
      .then(({ timeline }) => wanted && setHeld({ incidentId, timeline }))
      // The last one stays; the next change asks again.
      .catch(() => undefined);
    return () => {
      wanted = false;
    };
  }, [incidentId, version]);
  return held?.incidentId === incidentId ? held.timeline : [];
}

function NoteField({ incidentId }: { incidentId: string }) {
  const t = useT();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useCommand('focus-note', () => field.current?.focus());
  const save = async () => {
    const note = text.trim();
    if (note !== '' && (await attempt(() => edge.addNote(incidentId, note)))) setText('');
  };
  return (
    <input
      ref={field}
      className="note-field"
      value={text}
      placeholder={t('notePlaceholder')}
      aria-label={t('note')}
      onChange={(event) => setText(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) void save();
      }}
      data-testid="note"
    />
  );
}
