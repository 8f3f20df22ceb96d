import type { Alarm, Centre, Transfer } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useState } from 'react';
import { contactApi } from '../../api/contact-api.ts';
import { useT, wordOr } from '../../language/translate.ts';
import { attempt } from '../../shell/notice-store.ts';
import { durationText, timeText, useNow } from '../../trade/clock.ts';
import { ask } from '../ask.ts';
import { useCommand } from '../commands.ts';
import { isLinked, loadCentres, useCentres } from './centres.ts';
import { dangerFlags, transferWaits } from './contact-facts.ts';

const ADVICE = '12345';
const OTHER_LINES: readonly Centre[] = ['110', '119', '120', '122'].map((name) => ({
  ...{ name, linked: false, phone: false },
}));

/** Hands a call to another centre, one key for 12345. A sign of danger blocks it, and it says which. */
export function TransferBar({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const [choosing, setChoosing] = useState(false);
  const danger = dangerFlags(alarm);
  const waits = transferWaits(alarm);
  const blocked = danger.length > 0 || waits;
  const send = (centre: string, note: string, done: 'transferOffered' | 'transferRecorded') =>
    void attempt(() => contactApi.transfer(alarm.alarmId, centre, note), t(done, { centre }));
  /** A ticket goes by itself only to a linked centre; for any other a person says how they were told. */
  const offer = async (centre: string, note: string) => {
    if (isLinked(await loadCentres(), centre)) return send(centre, note, 'transferOffered');
    const told = (how: string) => send(centre, note === '' ? how : `${note} · ${how}`, 'transferRecorded');
    ask({
      title: t('transferTo', { centre }),
      warning: t('transferUnlinked', { centre }),
      choices: [t('toldByPhone')],
      onAnswer: told,
    });
  };
  const advise = () => {
    if (!blocked) void offer(ADVICE, '');
  };
  useCommand('transfer-12345', advise);
  const withNote = (centre: string) => {
    setChoosing(false);
    ask({
      title: t('transferTo', { centre }),
      hint: t('transferNote'),
      optional: true,
      onAnswer: (note) => void offer(centre, note),
    });
  };
  const elsewhere = () => {
    setChoosing(false);
    ask({ title: t('transferElsewhere'), hint: t('transferCentre'), onAnswer: (centre) => void offer(centre, '') });
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
        <WaitKey alarm={alarm} />
        {choosing && <Centres alarm={alarm} onPick={withNote} onElsewhere={elsewhere} />}
      </div>
      {danger.length > 0 && (
        <p className="gap gap-bad" data-testid="transfer-blocked">
          {t('transferBlocked', { flags: danger.map(({ flag }) => wordOr(t, `flag-${flag}`)).join('、') })}
        </p>
      )}
    </section>
  );
}

/** No unit is free, or somebody is on the way but late: the caller is called again every quarter of an hour. */
function WaitKey({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const waits = alarm.waitingSinceMs > 0;
  const keep = (reason: string) => void attempt(() => contactApi.keepWaiting(alarm.alarmId, !waits, reason));
  const press = () => (waits ? keep('') : ask({ title: t('keepWaiting'), optional: true, onAnswer: keep }));
  return (
    <button type="button" aria-pressed={waits} onClick={press} data-testid="keep-waiting">
      {t(waits ? 'waitsNoMore' : 'keepWaiting')}
    </button>
  );
}

interface CentresProps {
  readonly alarm: Alarm;
  onPick(centre: string): void;
  onElsewhere(): void;
}

/** The centres that are configured, else the other lines; with a telephone number also as a third on the line. */
function Centres({ alarm, onPick, onElsewhere }: CentresProps) {
  const t = useT();
  const known = useCentres();
  const centres = known === null || known.length === 0 ? OTHER_LINES : known;
  const join = (centre: string) => void attempt(() => contactApi.control(alarm.alarmId, 'three-way', centre));
  return (
    <>
      {centres
        .filter(({ name }) => name !== alarm.line && name !== ADVICE)
        .map(({ name, linked, phone }) => (
          <span key={name} className="centre">
            <button
              type="button"
              title={linked ? '' : t('centreByPhone')}
              onClick={() => onPick(name)}
              data-testid={`transfer-${name}`}
            >
              {name}
            </button>
            {phone && (
              <button type="button" onClick={() => join(name)}>
                {t('threeWay')}
              </button>
            )}
          </span>
        ))}
      <button type="button" onClick={onElsewhere}>
        …
      </button>
    </>
  );
}

/** Ours that waits for them, or theirs that waits for us. Overdue is red. */
export function TransferState({ alarm, transfer }: { alarm: Alarm; transfer: Transfer }) {
  const t = useT();
  const now = useNow();
  const centres = useCentres();
  const waits = transferWaits(alarm);
  const told = transfer.direction === 'in' || transfer.deliveredAtMs > 0 || centres === null;
  const toldNobody = waits && !told && !isLinked(centres, transfer.centre);
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
        {toldNobody && (
          <em className="flag flag-bad" data-testid="transfer-told-nobody">
            {t('transferToldNobody')}
          </em>
        )}
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
