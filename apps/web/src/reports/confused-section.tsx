import type { Confusion } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useT } from '../language/translate.ts';
import { useTypeName } from './use-type-name.ts';

const SHOWN = 12;

/** What the machine takes for something else, most often first. */
export function ConfusedSection({ confusions }: { confusions: readonly Confusion[] }) {
  const t = useT();
  const nameOf = useTypeName();
  return (
    <section className="reports-section" data-testid="confused">
      <h2>{t('confusedTitle')}</h2>
      {confusions.length === 0 ? (
        <p>{t('noChanges')}</p>
      ) : (
        <>
          <p>{t('proposedThenHuman')}</p>
          <ol>
            {confusions.slice(0, SHOWN).map(({ proposed, human, count }) => (
              <li key={`${proposed} ${human}`}>
                <b>{count}</b> {nameOf(proposed)} → {nameOf(human)}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}
