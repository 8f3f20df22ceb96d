import type { Drift } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useT } from '../language/translate.ts';
import { driftWord, percent } from './figures.ts';
import { useTypeName } from './use-type-name.ts';

const SHOWN = 15;
const measured = (share: number): string => (share < 0 ? '—' : percent(share, 1));

/** Are the calls still like those that the model was made with? */
export function DriftSection({ drift, calls }: { drift: Drift; calls: number }) {
  const t = useT();
  const nameOf = useTypeName();
  const rows = [
    [t('unknownWords'), drift.unknownInUse, drift.unknownInTraining],
    [t('meanConfidence'), drift.confidenceInUse, drift.confidenceInTraining],
    [t('unsureShare'), drift.unsureInUse, drift.unsureInTraining],
  ] as const;
  // Against the training set a difference is no alarm: it has about as many calls of each type.
  const indices = [
    [t('driftTypesBefore'), drift.psiBefore, Math.min(calls, drift.callsBefore), true],
    [t('driftTypesTraining'), drift.psiTraining, Math.min(calls, drift.callsInTraining), false],
  ] as const;
  return (
    <section className="reports-section reports-drift" data-testid="drift">
      <h2>{t('driftTitle')}</h2>
      <div className="reports-pair">
        <div>
          <dl className="drift-words">
            {indices.map(([name, index, of, alarms]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd className={alarms ? driftWord(index, of) : ''}>
                  {t(driftWord(index, of))}
                  {driftWord(index, of) !== 'driftUnknown' && <small>PSI {index.toFixed(2)}</small>}
                </dd>
              </div>
            ))}
          </dl>
          <table>
            <thead>
              <tr>
                <th />
                <th>{t('inUseCol')}</th>
                <th>{t('trainingCol')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([name, now, training]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{measured(now)}</td>
                  <td>{measured(training)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p>{t('trainingSeen')}</p>
          <p>{t('driftTrainingNote')}</p>
        </div>
        <table>
          <thead>
            <tr>
              <th />
              <th>{t('inUseCol')}</th>
              <th>{t('beforeCol')}</th>
              <th>{t('trainingCol')}</th>
            </tr>
          </thead>
          <tbody>
            {drift.types.slice(0, SHOWN).map(({ type, inUse, before, inTraining }) => (
              <tr key={type}>
                <th scope="row">{nameOf(type)}</th>
                <td>{percent(inUse, 1)}</td>
                <td>{drift.callsBefore === 0 ? '—' : percent(before, 1)}</td>
                <td>{drift.callsInTraining === 0 ? '—' : percent(inTraining, 1)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
