import type { Alarm, Transfer } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useState } from 'react';
import { contactApi } from '../../api/contact-api.ts';
import { useT, wordOr } from '../../language/translate.ts';
import { attempt } from '../../shell/notice-store.ts';
import { durationText, timeText, useNow } from '../../trade/clock.ts';
import { ask } from '../ask.ts';
import { useCommand } from '../commands.ts';
import { dangerFlags, transferWaits } from './contact-facts.ts';

const ADVICE = '12345';
/** Lines of other centres; another one is typed. */
const CENTRES = ['110', '119', '120', '122'] as const;

/** Hands a call to another centre, one key for 12345. A sign of danger blocks it, and it says which. */
export function TransferBar({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const [choosing, setChoosing] = useState(false);
  const danger = dangerFlags(alarm);
  const waits = transferWaits(alarm);
  const blocked = danger.length > 0 || waits;
  const offer = (centre: string, note: string) =>
    void attempt(() => contactApi.transfer(alarm.alarmId, centre, note), t('transferOffered', { centre }));
  const advise = () => {
    if (!blocked) offer(ADVICE, '');
  };
  useCommand('transfer-12345', advise);
  const withNote = (centre: string) => {
    setChoosing(false);
    ask({
      title: t('transferTo', { centre }),
      hint: t('transferNote'),
      optional: true,
      onAnswer: (note) => offer(centre, note),
    });
  };
  const elsewhere = () => {
    setChoosing(false);
    ask({ title: t('transferElsewhere'), hint: t('transferCentre'), onAnswer: (centre) => offer(centre, '') });
  };
  return (
    <section className="transfer" data-testid="transfer-bar">
      {alarm.transfer !== undefined && <TransferState alarm={alarm} transfer={alarm.transfer} />}
      <div className="row">
        <h2>{t('transfer')}</h2>
        <button type="button" disabled={blocked} onClick={advise} data-testid="transfer-12345">
          {t('transfer12345')} <kbd>F8</kbd>
        </button>
        <button type="button" disabled={blocked} aria-expanded={choosing} onClick={() => setChoosing(!choosing)}>
          {t('transferOther')}
        </button>
        {choosing &&
          CENTRES.filter((centre) => centre !== alarm.line).map((centre) => (
            <button key={centre} type="button" onClick={() => withNote(centre)} data-testid={`transfer-${centre}`}>
              {centre}
            </button>
          ))}
        {choosing && (
          <button type="button" onClick={elsewhere}>
            …
          </button>
        )}
      </div>
      {danger.length > 0 && (
        <p className="gap gap-bad" data-testid="transfer-blocked">
          {t('transferBlocked', { flags: danger.map(({ flag }) => wordOr(t, `flag-${flag}`)).join('、') })}
        </p>
      )}
    </section>
  );
}

/** Ours that waits for them, or theirs that waits for us. Overdue is red. */
export function TransferState({ alarm, transfer }: { alarm: Alarm; transfer: Transfer }) {
  const t = useT();
  const now = useNow();
  const waits = transferWaits(alarm);
  const late = transfer.state === 'overdue' || (waits && transfer.deadlineAtMs <= now);
  const answer = (accepted: boolean, reason = '') =>
    void attempt(() => contactApi.answerTransfer(alarm.alarmId, transfer.transferId, accepted, reason));
  return (
    <div className={late ? 'transfer-state transfer-late' : 'transfer-state'} data-testid="transfer-state">
      <span className="fact-words">
        <b>{t(transfer.direction === 'in' ? 'transferIn' : 'transferOut', { centre: transfer.centre })}</b>{' '}
        {t(
          late && waits
            ? 'transferOverdue'
            : `transfer-${transfer.state as 'offered' | 'accepted' | 'refused' | 'overdue'}`,
        )}{' '}
        {transfer.reason}
      </span>
      <time>
        {waits
          ? t(late ? 'overdueBy' : 'dueIn', { time: durationText(Math.abs(transfer.deadlineAtMs - now)) })
          : timeText(transfer.answeredAtMs)}
      </time>
      {waits && transfer.direction === 'in' && (
        <>
          <button type="button" className="primary" onClick={() => answer(true)} data-testid="transfer-accept">
            {t('transferAccept')}
          </button>
          <button
            type="button"
            data-testid="transfer-refuse"
            onClick={() => ask({ title: t('transferRefuse'), onAnswer: (reason) => answer(false, reason) })}
          >
            {t('transferRefuse')}
          </button>
        </>
      )}
    </div>
  );
}
