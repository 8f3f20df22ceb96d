import type { ReportInUseResponse } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { useT } from '../language/translate.ts';
import { ENOUGH_JUDGED, percent, shareOf } from './figures.ts';

/** The four figures that matter, and what they mean. */
export function Summary({ report }: { report: ReportInUseResponse }) {
  const t = useT();
  const { calls = 0, judged = 0, right = 0, sentUnchanged = 0 } = report.all ?? {};
  const share = shareOf(right, judged);
  const figures = [
    [t('classifiedCalls'), calls, ''],
    [t('judgedCalls'), judged, ''],
    [
      t('accuracyInUse'),
      share === null ? '—' : percent(share.share),
      share === null ? '' : t('interval', { low: percent(share.low), high: percent(share.high) }),
    ],
    [t('sentUnchanged'), sentUnchanged, ''],
    [t('foundOtherwise'), report.foundOtherwise, ''],
  ] as const;
  return (
    <section className="reports-summary">
      <dl>
        {figures.map(([name, value, small]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {small !== '' && <small>{small}</small>}
            </dd>
          </div>
        ))}
      </dl>
      {judged > 0 && judged < ENOUGH_JUDGED && <p className="reports-few">{t('fewJudged', { n: ENOUGH_JUDGED })}</p>}
      <p>{t('judgedNote')}</p>
      {report.secondOpinions > 0 && (
        <p>
          <b>{t('secondOpinions')}</b>{' '}
          {t('secondText', {
            n: report.secondOpinions,
            second: report.secondRightAlone,
            ours: report.oursRightAlone,
          })}
        </p>
      )}
    </section>
  );
}
