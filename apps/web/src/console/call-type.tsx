import { useT } from '../language/translate.ts';
import { useTypeName } from '../trade/marks.tsx';
import { useSystem } from '../trade/system-store.ts';
import type { Field } from './call-draft.ts';
import { changeDraft, useCall } from './call-store.ts';
import { PriorityChoice } from './priority-choice.tsx';
import { TypeSelect } from './type-select.tsx';

const ALTERNATIVES = 4;

/** Type and priority: suggested while one types, settled by one press, found by a few letters. */
export function CallType() {
  const t = useT();
  const typeName = useTypeName();
  const types = useSystem((state) => state.types);
  const { draft, guess } = useCall();
  const pick = (code: string) =>
    changeDraft((held) => ({
      ...held,
      type: { value: code, by: 'human' },
      priority: held.priority.by === 'human' ? held.priority : { value: types.get(code)?.priority ?? 0, by: 'machine' },
    }));
  const others = (guess?.alternatives ?? []).filter(({ type }) => type !== draft.type.value);
  return (
    <section className="call-type">
      <div className="row">
        <h2>{t('classification')}</h2>
        <FilledBy field={draft.type} />
        {guess?.needsHuman && draft.type.by !== 'human' && <em className="flag flag-bad">{t('needsHumanHint')}</em>}
        <span className="spacer" />
        <PriorityChoice
          value={draft.priority.value}
          onPick={(value) => changeDraft((held) => ({ ...held, priority: { value, by: 'human' } }))}
        />
      </div>
      <TypeSelect value={draft.type.value} placeholder={t('typePlaceholder')} testId="call-type" onPick={pick} />
      {draft.type.by !== 'human' && guess !== null && (
        <div className="row chips">
          <button type="button" className="primary" onClick={() => pick(guess.type)}>
            ✓ {typeName(guess.type)} <small>{Math.round(guess.confidence * 100)}%</small>
          </button>
          {others.slice(0, ALTERNATIVES).map(({ type, confidence }) => (
            <button key={type} type="button" onClick={() => pick(type)}>
              {typeName(type)} <small>{Math.round(confidence * 100)}%</small>
            </button>
          ))}
        </div>
      )}
    </section>
  );
}

export function FilledBy({ field }: { field: Field<unknown> }) {
  const t = useT();
  if (field.by === 'nobody') return null;
  return <em className={`filled-by filled-by-${field.by}`}>{t(field.by === 'human' ? 'byHuman' : 'byMachine')}</em>;
}
