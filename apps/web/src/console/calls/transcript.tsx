import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useT } from '../../language/translate.ts';
import { type Turn, turnsOf } from './turns.ts';

interface Evidence {
  readonly start: number;
  readonly end: number;
  readonly says: string;
}

/** The conversation as it grows, with the words the classifier went by marked. Follows the end while one is there. */
export function Transcript({ alarm, evidence }: { alarm: Alarm; evidence: readonly Evidence[] }) {
  const t = useT();
  const box = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const turns = useMemo(() => turnsOf(alarm, evidence), [alarm, evidence]);
  useLayoutEffect(() => {
    const list = box.current;
    if (list !== null && atEnd.current) list.scrollTop = list.scrollHeight;
  }, [turns]);
  return (
    <ol
      ref={box}
      className="transcript"
      data-testid="transcript"
      aria-live="off"
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < 8;
      }}
    >
      {turns.length === 0 && <li className="turn-none">{t('nothingSaid')}</li>}
      {turns.map((turn) => (
        <TurnLine key={turn.key} turn={turn} />
      ))}
    </ol>
  );
}

function TurnLine({ turn }: { turn: Turn }) {
  const t = useT();
  const who = turn.written ? 'written' : turn.speaker === 'unknown' ? 'said' : turn.speaker;
  return (
    <li className={`turn turn-${who}`} data-speaker={turn.speaker}>
      <b>{t(`turn-${who}`)}</b>
      <span>
        {turn.pieces.map(({ segment, final, parts }) => (
          <span key={segment} className={final ? '' : 'turn-open'} data-segment={segment}>
            {parts.map((part, index) => (part.says === null ? part.text : <mark key={index}>{part.text}</mark>))}{' '}
          </span>
        ))}
      </span>
    </li>
  );
}
