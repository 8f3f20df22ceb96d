import { useRef } from 'react';
import { useT } from '../language/translate.ts';
import { useTypeName } from '../trade/marks.tsx';
import { choosePriority, chooseType } from './call-deeds.ts';
import type { Field } from './call-draft.ts';
import { useCall } from './call-store.ts';
import { useCommand } from './commands.ts';
import { PriorityChoice } from './priority-choice.tsx';
import { SecondOpinion } from './second-opinion.tsx';
import { TypeSelect } from './type-select.tsx';

const ALTERNATIVES = 3;

/** Type and priority: suggested while one types, settled by one press, which is the pre-alert, found by a few letters. */
export function CallType() {
  const t = useT();
  const typeName = useTypeName();
  const { draft, guess, alarmId } = useCall();
  const box = useRef<HTMLElement>(null);
  // The machine's own proposal first: Enter on it is the pre-alert.
  useCommand('focus-type', () => {
    const first = box.current?.querySelector<HTMLElement>('.chips button') ?? box.current?.querySelector('input');
    first?.focus();
  });
  const others = (guess?.alternatives ?? []).filter(({ type }) => type !== draft.type.value);
  return (
    <section className="call-type" ref={box}>
      <div className="row">
        <h2>{t('classification')}</h2>
        <FilledBy field={draft.type} />
        {alarmId !== '' && draft.type.by === 'human' && <em className="flag flag-good">{t('preAlert')} ✓</em>}
        {guess?.needsHuman && draft.type.by !== 'human' && (
          <em className="flag flag-bad fact-words">{t('needsHumanHint')}</em>
        )}
        <span className="spacer" />
        <PriorityChoice value={draft.priority.value} onPick={choosePriority} />
      </div>
      <TypeSelect value={draft.type.value} placeholder={t('typePlaceholder')} testId="call-type" onPick={chooseType} />
      <div className="row chips type-chips" data-testid="type-chips">
        {draft.type.by !== 'human' && guess !== null && (
          <>
            <button
              type="button"
              className="primary"
              onClick={() => chooseType(guess.type)}
              data-testid="call-type-accept"
            >
              ✓ {typeName(guess.type)} <small>{Math.round(guess.confidence * 100)}%</small>
            </button>
            {others.slice(0, ALTERNATIVES).map(({ type, confidence }) => (
              <button key={type} type="button" onClick={() => chooseType(type)}>
                {typeName(type)} <small>{Math.round(confidence * 100)}%</small>
              </button>
            ))}
          </>
        )}
      </div>
      {guess !== null && (
        <SecondOpinion alarmId={alarmId} about={`${guess.type} ${guess.priority}`} unsure={guess.needsHuman} />
      )}
    </section>
  );
}

export function FilledBy({ field }: { field: Field<unknown> }) {
  const t = useT();
  if (field.by === 'nobody') return null;
  return <em className={`filled-by filled-by-${field.by}`}>{t(field.by === 'human' ? 'byHuman' : 'byMachine')}</em>;
}
