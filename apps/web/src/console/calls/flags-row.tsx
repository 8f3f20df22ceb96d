import type { Alarm, AlarmFlag } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { contactApi } from '../../api/contact-api.ts';
import { named, type Translate, useT, wordOr } from '../../language/translate.ts';
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
  const wordsOf = ({ flag, zh, en }: AlarmFlag) =>
    named(language, zh, en) || (flag === 'cancel-said' ? t('cancelSaidHint') : '');
  const newest = flags.at(-1);
  return (
    <ul className={readOnly ? 'contact-flags read-only' : 'contact-flags'} data-testid="contact-flags">
      {flags.map((flag) => (
        <li key={flag.flag} className={`contact-flag contact-flag-${flag.flag}`} data-flag={flag.flag}>
          <button
            type="button"
            disabled={readOnly}
            title={`${wordsOf(flag)} · ${timeText(flag.raisedAtMs)} ${flag.by}`}
            onClick={() => askWhy(alarm.alarmId, flag.flag, t)}
            data-testid="resolve-flag"
          >
            {wordOr(t, `flag-${flag.flag}`)}
            {!readOnly && <span className="resolve"> ✓ {t('resolve')}</span>}
          </button>
        </li>
      ))}
      {newest !== undefined && <li className="fact-words">{wordsOf(newest)}</li>}
    </ul>
  );
}

const askWhy = (alarmId: string, flag: string, t: Translate): void =>
  ask({
    title: t('resolveFlag', { flag: wordOr(t, `flag-${flag}`) }),
    hint: t('resolveHint'),
    onAnswer: (reason) => void attempt(() => contactApi.resolveFlag(alarmId, flag, reason)),
  });
