import type { Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { incidentType } from '@muster/contracts/incident-view';
import { edge } from '../api/edge-api.ts';
import { useT } from '../language/translate.ts';
import { attempt } from '../shell/notice-store.ts';
import { isOpen } from '../trade/incident-facts.ts';
import { useTypeName } from '../trade/marks.tsx';
import { useSystem } from '../trade/system-store.ts';
import { ask } from './ask.ts';
import { correct } from './call-deeds.ts';
import { classificationOf } from './classification.ts';
import { PriorityChoice } from './priority-choice.tsx';
import { SecondOpinion } from './second-opinion.tsx';
import { TypeSelect } from './type-select.tsx';

const ALTERNATIVES = 2;

/** What it is: the machine's view with its confidence, and one press to accept it or say otherwise. */
export function TypeSection({ incident }: { incident: Incident }) {
  const t = useT();
  const typeName = useTypeName();
  const types = useSystem((state) => state.types);
  const now = incidentType(incident);
  const guess = classificationOf(incident);
  const settled = incident.dispatchedType !== '' || incident.finalType !== '';
  const setType = async (type: string) => {
    const set = await attempt(() => edge.setType(incident.incidentId, type));
    const [alarmId] = incident.alarmIds;
    if (!set || guess === null || guess.type === type || alarmId === undefined) return;
    await correct(alarmId, type, types.get(type)?.priority ?? incident.priority);
  };
  if (!isOpen(incident)) return null;
  return (
    <section className="type-section">
      <div className="row">
        <h2>{t('classification')}</h2>
        {guess !== null && !settled && <Confidence value={guess.confidence} />}
        {incident.needsHuman && !settled && <em className="flag flag-bad">{t('needsHuman')}</em>}
        {settled && <em className="flag flag-good">✓ {t('accepted')}</em>}
        <span className="spacer" />
        <PriorityChoice
          value={incident.priority}
          onPick={(priority) => setPriority(incident, now, priority, t('lowerReason'))}
        />
      </div>
      <div className="row chips">
        {!settled && now !== '' && (
          <button type="button" className="primary" onClick={() => void setType(now)} data-testid="accept-type">
            ✓ {typeName(now)}
          </button>
        )}
        {guess?.alternatives
          .filter(({ type }) => type !== now)
          .slice(0, ALTERNATIVES)
          .map(({ type, confidence }) => (
            <button key={type} type="button" onClick={() => void setType(type)} data-testid="alternative-type">
              {typeName(type)} <small>{Math.round(confidence * 100)}%</small>
            </button>
          ))}
        <TypeSelect placeholder={t('changeType')} testId="type-select" onPick={(type) => void setType(type)} />
      </div>
      {guess !== null && (
        <SecondOpinion
          alarmId={incident.alarmIds[0] ?? ''}
          about={`${guess.type} ${guess.priority}`}
          unsure={incident.needsHuman}
        />
      )}
    </section>
  );
}

function Confidence({ value }: { value: number }) {
  const t = useT();
  const percent = Math.round(value * 100);
  return (
    <span className="confidence">
      <i>
        <b style={{ width: `${percent}%` }} />
      </i>
      {t('confidence', { percent })}
    </span>
  );
}

/** Raising needs nothing; lowering needs a reason, and only a human does it. */
function setPriority(incident: Incident, type: string, priority: number, title: string): void {
  if (priority === incident.priority) return;
  const change = (reason?: string) => attempt(() => edge.setType(incident.incidentId, type, priority, reason));
  if (priority < incident.priority) void change();
  else ask({ title, onAnswer: (reason) => void change(reason) });
}
