import type { SeatState } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { contactApi } from '../../api/contact-api.ts';
import { useT, wordOr } from '../../language/translate.ts';
import { useAlarms } from '../../live/live-store.ts';
import { attempt } from '../../shell/notice-store.ts';
import { openCall } from '../call-deeds.ts';

/** Every seat with what it does; the supervisor opens its call, and takes it over. */
export function Seats({ seats, supervisor }: { seats: readonly SeatState[]; supervisor: boolean }) {
  const t = useT();
  const alarms = useAlarms();
  if (seats.length === 0) return null;
  const take = async (alarmId: string) => {
    const alarm = alarms.get(alarmId);
    if (alarm !== undefined && (await attempt(() => contactApi.claim(alarmId, true)))) openCall(alarm);
  };
  return (
    <section className="contact-part seats" data-testid="seats">
      <h2>
        {t('seats')} <b>{seats.length}</b>
      </h2>
      <ul>
        {seats.map(({ seat, by, state, alarmId, owned }) => (
          <li key={seat} className={`seat seat-${state}`} data-seat={seat}>
            <i />
            <b>{by || seat}</b>
            <span>{wordOr(t, `seat-${state}`)}</span>
            {owned > 0 && <small>{t('owns', { n: owned })}</small>}
            {supervisor && alarmId !== '' && (
              <button type="button" data-testid="seat-take-over" onClick={() => void take(alarmId)}>
                {t('takeOver')}
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
