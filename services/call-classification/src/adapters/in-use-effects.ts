import type { Recorded } from '@muster/contracts/envelope';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { ClassificationEvent } from '@muster/contracts/events/classification';
import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import type { Migration } from '@muster/platform/postgres/migrate';
import type { Queryable } from '@muster/platform/postgres/pool';

/**
 * The read model of the report: one row a call, no word of the caller. It is kept from three logs, and each writes only
 * columns of its own: in whichever order they are read the rows are the same. Disposable (in-use.ts forgets it).
 */
export const IN_USE: Migration = {
  id: '002-in-use',
  sql: `
    CREATE TABLE in_use_calls (
      alarm_id text PRIMARY KEY,
      -- from the alarm
      received_at_ms float8, channel text, reported_type text,
      -- from our own log; the proposal that stood when a human corrected it
      proposed_type text, confidence float8, known_share float8, second_type text,
      corrected_type text, corrected_priority int,
      -- from dispatch; the proposal that its desk saw when a human set the type
      set_type text, shown_type text, shown_confidence float8, sent boolean, final_type text
    );
    CREATE INDEX in_use_received ON in_use_calls (received_at_ms);
    -- while open, what a human says of the type is a judgement of the call
    CREATE TABLE in_use_incidents (
      incident_id text PRIMARY KEY, alarm_id text NOT NULL, open boolean NOT NULL,
      shown_type text, shown_confidence float8
    );
  `,
};

type Row = Readonly<Record<string, string | number | boolean | null>>;

/** Writes these columns of a call's row, making it where it is not there; `unless` names a column that must be null. */
async function put(client: Queryable, alarmId: string, row: Row, unless = ''): Promise<void> {
  const names = Object.keys(row);
  const guard = unless === '' ? '' : ` WHERE in_use_calls.${unless} IS NULL`;
  await client.query({
    text: `INSERT INTO in_use_calls (alarm_id, ${names.join(', ')})
           VALUES ($1, ${names.map((_, i) => `$${i + 2}`).join(', ')})
           ON CONFLICT (alarm_id) DO UPDATE SET ${names.map((name) => `${name} = excluded.${name}`).join(', ')}${guard}`,
    values: [alarmId, ...Object.values(row)],
  });
}

export async function alarmInUse({ data }: Recorded<AlarmEvent>, client: Queryable): Promise<void> {
  if (data.type !== 'alarm.received') return;
  // What a device or another centre calls it is no judgement of a call-taker.
  const reported = data.reporter?.kind === 'user' ? data.reportedType : '';
  await put(client, data.alarmId, {
    received_at_ms: data.receivedAtMs,
    channel: data.channel,
    reported_type: reported === '' ? null : reported,
  });
}

export async function classificationInUse({ data }: Recorded<ClassificationEvent>, client: Queryable): Promise<void> {
  const { alarmId } = data;
  if (data.type === 'alarm.classified') {
    const { type, confidence, knownShare = null } = data.classification;
    const proposal = { proposed_type: type, confidence, known_share: knownShare, second_type: null };
    return put(client, alarmId, proposal, 'corrected_type');
  }
  if (data.type === 'classification.second-opinion') {
    return put(client, alarmId, { second_type: data.opinion.type }, 'corrected_type');
  }
  await put(client, alarmId, { corrected_type: data.correctType, corrected_priority: data.correctPriority });
}

/**
 * A type that a human sets judges the proposal only while it is about that one call: not after another call was joined,
 * not after a unit has seen the place.
 */
export async function dispatchInUse({ data }: Recorded<DispatchEvent>, client: Queryable): Promise<void> {
  switch (data.type) {
    case 'incident.opened':
      if (data.alarmId === null) return;
      await client.query(
        'INSERT INTO in_use_incidents (incident_id, alarm_id, open) VALUES ($1, $2, true) ON CONFLICT DO NOTHING',
        [data.incidentId, data.alarmId],
      );
      return;
    case 'incident.classified':
      await client.query(
        'UPDATE in_use_incidents SET shown_type = $3, shown_confidence = $4 WHERE incident_id = $1 AND alarm_id = $2',
        [data.incidentId, data.alarmId, data.classification.type, data.classification.confidence],
      );
      return;
    case 'incident.type-set':
      if (data.by.kind === 'user') await typeSet(data.incidentId, data.incidentType, client);
      return;
    case 'incident.alarm-joined':
    case 'incident.merged':
      await closeJudging(data.incidentId, client);
      return;
    case 'incident.order-stage-reached':
      if (data.stage === 'on-scene') await closeJudging(data.incidentId, client);
      return;
    case 'incident.unit-sent':
      await putOfIncident(client, data.incidentId, { sent: true });
      return;
    case 'incident.order-feedback-given':
    case 'incident.closed':
      if (data.finalType !== '') await putOfIncident(client, data.incidentId, { final_type: data.finalType });
  }
}

async function typeSet(incidentId: string, type: string, client: Queryable): Promise<void> {
  const { rows } = await client.query<{ alarm_id: string; shown_type: string | null; shown_confidence: number | null }>(
    'SELECT alarm_id, shown_type, shown_confidence FROM in_use_incidents WHERE incident_id = $1 AND open',
    [incidentId],
  );
  const [incident] = rows;
  if (incident === undefined) return;
  const { alarm_id: alarmId, ...shown } = incident;
  await put(client, alarmId, { set_type: type, ...shown });
}

async function putOfIncident(client: Queryable, incidentId: string, row: Row): Promise<void> {
  const { rows } = await client.query<{ alarm_id: string }>(
    'SELECT alarm_id FROM in_use_incidents WHERE incident_id = $1',
    [incidentId],
  );
  if (rows[0] !== undefined) await put(client, rows[0].alarm_id, row);
}

const closeJudging = async (incidentId: string, client: Queryable): Promise<void> =>
  void (await client.query('UPDATE in_use_incidents SET open = false WHERE incident_id = $1', [incidentId]));
