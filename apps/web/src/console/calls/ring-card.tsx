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
 * Over the map while a telephone rings: who and where, before the answer. It takes no room from anything, has no focus
 * and closes by itself.
 */
export function RingCard() {
  const t = useT();
  const { alarm, mine } = useNextCall();
  useAnsweredAtThePhone(mine);
  useCommand('answer', () => {
    if (mine !== null) openCall(mine);
    else if (alarm !== null) void takeAlarm(alarm);
  });
  if (alarm === null || isUnclaimed(alarm)) return null;
  const take = () => (mine === null ? void takeAlarm(alarm) : openCall(alarm));
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
          {t(mine === null ? 'answer' : 'openCall')} <kbd>F4</kbd>
        </button>
      </header>
      {!(mine !== null && wasOpened(alarm.alarmId)) && (
        <>
          <FlagsRow alarm={alarm} readOnly />
          <CallFacts alarm={alarm} />
        </>
      )}
    </section>
  );
}

/** A press on the card takes the focus from nothing that is being typed in. */
const keepFocus = (event: React.MouseEvent) => event.preventDefault();

/** The phone system may have handed it to another seat. */
const ringsHere = (alarm: Alarm, me: string): boolean => ['', me].includes(liveLeg(alarm)?.seat ?? '');

/** The one F4 is for: a call this seat has answered at the telephone and not yet on the screen, else what rings longest. */
function useNextCall(): { alarm: Alarm | null; mine: Alarm | null } {
  const alarms = useAlarms();
  const open = useCall((state) => state.alarmId);
  const inCall = useConsole((state) => state.panel === 'call');
  return useMemo(() => {
    const me = ownId();
    const all = [...alarms.values()];
    const mine =
      all.find(
        (alarm) =>
          alarm.owner?.id === me &&
          alarm.legs.length > 0 &&
          standingOf(alarm) === 'talking' &&
          !(inCall && alarm.alarmId === open),
      ) ?? null;
    const messages = all.filter(isUnclaimed).sort((a, b) => a.receivedAtMs - b.receivedAtMs);
    return { alarm: mine ?? waitingCalls(all).find((one) => ringsHere(one, me)) ?? messages[0] ?? null, mine };
  }, [alarms, open, inCall]);
}

/** Answered by lifting the receiver: its form opens by itself, unless somebody is typing into another one. */
function useAnsweredAtThePhone(mine: Alarm | null): void {
  useEffect(() => {
    if (mine === null || wasOpened(mine.alarmId)) return;
    const typing = document.activeElement?.closest(FIELDS) != null;
    if (!typing && useConsole.getState().panel !== 'call') openCall(mine);
  }, [mine]);
}
