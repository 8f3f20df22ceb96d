import { useT } from '../language/translate.ts';
import { useLive } from '../live/live-store.ts';
import { timeText } from '../trade/clock.ts';

/** Whether what is on this screen is true now. Always visible, on every page. */
export function ConnectionChip() {
  const t = useT();
  const freshness = useLive((state) => state.freshness);
  const text =
    freshness.kind === 'live' || freshness.kind === 'connecting'
      ? t(freshness.kind)
      : t(freshness.kind, { time: timeText(freshness.sinceMs) });
  return (
    <output className={`connection connection-${freshness.kind}`} data-testid="connection" data-state={freshness.kind}>
      <i />
      {text}
    </output>
  );
}
