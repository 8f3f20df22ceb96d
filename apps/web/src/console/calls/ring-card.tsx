import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useEffect, useMemo } from 'react';
import { useT } from '../../language/translate.ts';
import { useAlarms } from '../../live/live-store.ts';
import { Age } from '../../trade/marks.tsx';
import { openCall, ownId, takeAlarm, wasOpened } from '../call-deeds.ts';
import { useCall } from '../call-store.ts';
import { useCommand } from '../commands.ts';
import { useConsole } from '../console-store.ts';
import { FIELDS } from '../use-keys.ts';
import { CallFacts } from './call-facts.tsx';
import { isDiscreet, isUnclaimed, liveLeg, rangAtMs, standingOf, waitingCalls } from './contact-facts.ts';
import { FlagsRow } from './flags-row.tsx';

/** Answering within ten seconds is the aim shown to users. */
const LATE_S = 10;

/**
 * Over the map: who rings and where, before the answer; once the form is open, what is known of that caller, in the same
 * place. It takes no room from anything and no focus.
 */
export function RingCard() {
  const { next, mine, open } = useCalls();
  const reading = useConsole((state) => state.sheet);
  useAnsweredAtThePhone(mine);
  useCommand('answer', () => {
    if (mine !== null) openCall(mine);
    else if (next !== null) void takeAlarm(next);
  });
  const ringing = mine ?? (next !== null && !isUnclaimed(next) ? next : null);
  return (
    <div className="call-cards">
      {ringing !== null && <Ringing alarm={ringing} mine={mine !== null} short={open !== null} />}
      {open !== null && !reading && <Known alarm={open} />}
    </div>
  );
}

function Ringing({ alarm, mine, short }: { alarm: Alarm; mine: boolean; short: boolean }) {
  const t = useT();
  const take = () => (mine ? openCall(alarm) : void takeAlarm(alarm));
  return (
    <section
      className={isDiscreet(alarm) ? 'ring-card discreet' : 'ring-card'}
      data-testid="ring-card"
      data-alarm-id={alarm.alarmId}
      aria-live="polite"
    >
      <header>
        <span className="line-tag">{alarm.line || alarm.channel}</span>
        <b className="ring-number">{alarm.callerNumber || t('unknownCaller')}</b>
        <Age sinceMs={rangAtMs(alarm)} lateS={LATE_S} />
        <button type="button" className="primary" onMouseDown={keepFocus} onClick={take} data-testid="ring-answer">
          {t(mine ? 'openCall' : 'answer')} <kbd>F4</kbd>
        </button>
      </header>
      {!short && !(mine && wasOpened(alarm.alarmId)) && (
        <>
          <FlagsRow alarm={alarm} readOnly />
          <CallFacts alarm={alarm} />
        </>
      )}
    </section>
  );
}

function Known({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const folded = useConsole((state) => state.factsFolded);
  return (
    <section className="ring-card known-card" data-testid="known-card">
      <button
        type="button"
        className="quiet fold"
        aria-expanded={!folded}
        onMouseDown={keepFocus}
        onClick={() => useConsole.setState({ factsFolded: !folded })}
      >
        {folded ? `${t('unfold')} ▾` : '▴'}
        <span className="visually-hidden">{t(folded ? 'unfold' : 'fold')}</span>
      </button>
      {!folded && <CallFacts alarm={alarm} />}
    </section>
  );
}

/** A press on the card takes the focus from nothing that is being typed in. */
const keepFocus = (event: React.MouseEvent) => event.preventDefault();

/** The phone system may have handed it to another seat. */
const ringsHere = (alarm: Alarm, me: string): boolean => ['', me].includes(liveLeg(alarm)?.seat ?? '');

/**
 * `mine` was answered by this seat at the telephone and is not on its screen; `next` rings longest, or is the oldest
 * message when nothing rings; `open` is the one whose form is shown.
 */
function useCalls(): { next: Alarm | null; mine: Alarm | null; open: Alarm | null } {
  const alarms = useAlarms();
  const openId = useCall((state) => state.alarmId);
  const inCall = useConsole((state) => state.panel === 'call');
  return useMemo(() => {
    const me = ownId();
    const all = [...alarms.values()];
    const open = inCall ? (alarms.get(openId) ?? null) : null;
    const talks = (alarm: Alarm) => alarm.legs.length > 0 && standingOf(alarm) === 'talking';
    const mine = all.find((alarm) => alarm.owner?.id === me && alarm !== open && talks(alarm)) ?? null;
    const messages = all.filter(isUnclaimed).sort((a, b) => a.receivedAtMs - b.receivedAtMs);
    const next = waitingCalls(all).find((alarm) => ringsHere(alarm, me)) ?? messages[0] ?? null;
    return { next, mine, open };
  }, [alarms, openId, inCall]);
}

/** Answered by lifting the receiver: its form opens by itself, unless somebody is typing into another one. */
function useAnsweredAtThePhone(mine: Alarm | null): void {
  useEffect(() => {
    if (mine === null || wasOpened(mine.alarmId)) return;
    const typing = document.activeElement?.closest(FIELDS) != null;
    if (!typing && useConsole.getState().panel !== 'call') openCall(mine);
  }, [mine]);
}
