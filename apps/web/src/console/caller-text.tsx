import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { useHazardName } from '../language/resource-words.ts';
import { useT } from '../language/translate.ts';
import { useAlarms } from '../live/live-store.ts';
import { timeText } from '../trade/clock.ts';
import { Transcript } from './calls/transcript.tsx';
import { classificationOf } from './classification.ts';
import { markEvidence } from './evidence.ts';

/** What every caller said, word for word, with the words the classifier went by marked. */
export function CallerText({ incident }: { incident: Incident }) {
  const t = useT();
  const hazardName = useHazardName();
  const alarms = useAlarms();
  const evidence = classificationOf(incident)?.evidence ?? [];
  const [first, ...later] = incident.alarmIds.flatMap((id) => alarms.get(id) ?? []);
  const text = first?.text || incident.summary;
  return (
    <section className="caller-text">
      {first !== undefined && first.segments.length > 0 ? (
        <div data-testid="caller-text">
          <Transcript alarm={first} evidence={evidence} />
        </div>
      ) : (
        <blockquote data-testid="caller-text">
          {markEvidence(text, evidence).map((part, index) =>
            part.says === null ? part.text : <mark key={index}>{part.text}</mark>,
          )}
          {text === '' && '—'}
        </blockquote>
      )}
      {later.map((alarm) => (
        <blockquote key={alarm.alarmId} className="later-call">
          <small>
            {timeText(alarm.receivedAtMs)} {alarm.callerNumber}
          </small>
          {alarm.text}
        </blockquote>
      ))}
      {(incident.persons >= 0 || incident.hazards.length > 0) && (
        <p className="facts">
          {incident.persons >= 0 && <em className="flag">{t('persons', { n: incident.persons })}</em>}
          {incident.hazards.map((hazard) => (
            <em key={hazard} className="flag flag-bad">
              ⚠ {hazardName(hazard)}
            </em>
          ))}
        </p>
      )}
    </section>
  );
}
