import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { contactApi } from '../../api/contact-api.ts';
import { named, useT, wordOr } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { attempt } from '../../shell/notice-store.ts';
import { timeText } from '../../trade/clock.ts';
import { ask } from '../ask.ts';
import { standingFlags } from './contact-facts.ts';

/** Signs that somebody must look into. A human takes one back, with a reason; nothing closes by itself. */
export function FlagsRow({ alarm, readOnly = false }: { alarm: Alarm; readOnly?: boolean }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const flags = standingFlags(alarm);
  if (flags.length === 0 && readOnly) return null;
  return (
    <ul className={readOnly ? 'contact-flags' : 'contact-flags contact-flags-row'} data-testid="contact-flags">
      {flags.map(({ flag, zh, en, by, raisedAtMs }) => (
        <li key={flag} className={`contact-flag contact-flag-${flag}`} data-flag={flag}>
          <b>{wordOr(t, `flag-${flag}`)}</b>
          <span className="fact-words" title={`${timeText(raisedAtMs)} ${by}`}>
            {named(language, zh, en) || (flag === 'cancel-said' ? t('cancelSaidHint') : '')}
          </span>
          {!readOnly && (
            <button
              type="button"
              data-testid="resolve-flag"
              onClick={() =>
                ask({
                  title: t('resolveFlag', { flag: wordOr(t, `flag-${flag}`) }),
                  hint: t('resolveHint'),
                  onAnswer: (reason) => void attempt(() => contactApi.resolveFlag(alarm.alarmId, flag, reason)),
                })
              }
            >
              {t('resolve')}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
