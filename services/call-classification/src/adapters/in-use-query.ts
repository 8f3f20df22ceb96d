import type { Pool } from '@muster/platform/postgres/pool';
import type { InUseQueries } from '../app/reports.ts';
import { BANDS } from '../domain/in-use-report.ts';

/** Kinds of calls that differ in anything; far more than a month of a large city has. */
const MAX_CELLS = 50_000;

/** What was proposed and what a human said, as the effects have kept it; the newest word of a human counts. */
const JUDGED = `
  SELECT alarm_id, received_at_ms, coalesce(channel, '') AS channel, second_type AS second, final_type, known_share,
         coalesce(sent, false) AS sent, corrected_priority,
         CASE WHEN corrected_type IS NULL AND set_type IS NOT NULL THEN coalesce(shown_type, proposed_type)
              ELSE proposed_type END AS proposed,
         CASE WHEN corrected_type IS NULL AND set_type IS NOT NULL THEN coalesce(shown_confidence, confidence)
              ELSE confidence END AS confidence,
         coalesce(corrected_type, set_type, reported_type) AS human
  FROM in_use_calls WHERE proposed_type IS NOT NULL`;

const CELLS = `
  SELECT channel, proposed, human, sent, second,
         least(${BANDS - 1}, floor(confidence * ${BANDS}))::int AS band,
         count(*)::int AS calls, sum(confidence) AS confidence_sum,
         coalesce(sum(known_share), 0) AS known_sum, count(known_share)::int AS known_calls,
         count(*) FILTER (WHERE final_type <> coalesce(human, proposed))::int AS found_otherwise
  FROM (${JUDGED}) AS judged WHERE received_at_ms >= $1 AND received_at_ms < $2
  GROUP BY 1, 2, 3, 4, 5, 6 LIMIT ${MAX_CELLS}`;

const TYPES = `
  SELECT proposed, count(*)::int AS calls
  FROM (${JUDGED}) AS judged WHERE received_at_ms >= $1 AND received_at_ms < $2 GROUP BY 1`;

const CORRECTED = `
  SELECT alarm_id, channel, proposed, human, coalesce(corrected_priority, 0) AS priority
  FROM (${JUDGED}) AS judged WHERE human <> proposed AND alarm_id > $1 ORDER BY alarm_id LIMIT $2`;

export const inUseQueries = (pool: Pool): InUseQueries => ({
  async cells(fromMs, toMs) {
    const { rows } = await pool.query(CELLS, [fromMs, toMs]);
    return rows.map((row) => ({
      channel: row.channel,
      proposed: row.proposed,
      human: row.human,
      sent: row.sent,
      second: row.second,
      band: row.band,
      calls: row.calls,
      confidenceSum: row.confidence_sum,
      knownSum: row.known_sum,
      knownCalls: row.known_calls,
      foundOtherwise: row.found_otherwise,
    }));
  },
  async types(fromMs, toMs) {
    const { rows } = await pool.query<{ proposed: string; calls: number }>(TYPES, [fromMs, toMs]);
    return new Map(rows.map(({ proposed, calls }) => [proposed, calls]));
  },
  async corrected(after, limit) {
    const { rows } = await pool.query(CORRECTED, [after, limit]);
    return rows.map((row) => ({
      alarmId: row.alarm_id,
      channel: row.channel,
      proposed: row.proposed,
      human: row.human,
      priority: row.priority,
    }));
  },
});
