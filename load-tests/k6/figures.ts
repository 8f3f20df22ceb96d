import { Counter, Trend } from 'k6/metrics';

/** Milliseconds; `idle…` before the load, the others under it. */
export const figures = {
  idleReceiptMs: new Trend('idle_receipt_ms', true),
  idleRecommendationMs: new Trend('idle_call_to_recommendation_ms', true),
  /** POST of the report → its receipt, at the edge. */
  receiptMs: new Trend('receipt_ms', true),
  /** The caller's side sends the report → a recommendation is on the desk that heard of the incident from the picture. */
  recommendationMs: new Trend('call_to_recommendation_ms', true),
  /** Asking for a recommendation → the answer; a part of the above. */
  recommendMs: new Trend('recommend_ms', true),
  assignMs: new Trend('assign_ms', true),
  statusMs: new Trend('status_ms', true),
  /** A vehicle's fix → its frame is at a screen. */
  positionMs: new Trend('device_to_screen_ms', true),

  calls: new Counter('calls'),
  receipts: new Counter('receipts'),
  /** No receipt after every try. */
  callsFailed: new Counter('calls_failed'),
  /** The same report twice gave two alarms. */
  receiptsDiffer: new Counter('receipts_differ'),
  assignments: new Counter('assignments'),
  unitsSent: new Counter('units_sent'),
  assignRefused: new Counter('assign_refused'),
  races: new Counter('races'),
  /** Both were sent in the end: the second after the first had let go, or it was not exclusive. The check tells. */
  racesTwoWinners: new Counter('races_two_winners'),
  racesNoWinner: new Counter('races_no_winner'),
  doublePressesRefused: new Counter('double_presses_refused'),
  presses: new Counter('presses'),
  pressesRefused: new Counter('presses_refused'),
  merged: new Counter('merged'),
  cancelled: new Counter('cancelled'),
  closed: new Counter('closed'),
  /** Recommendations that proposed nobody. */
  nobodyFree: new Counter('nobody_free'),
  /** Requests without an answer, or a 5xx; each try counts. */
  noAnswer: new Counter('no_answer'),
  positionsSent: new Counter('positions_sent'),
  positionsAtScreens: new Counter('positions_at_screens'),
  positionFramesMissed: new Counter('position_frames_missed'),
  deltasAtScreens: new Counter('deltas_at_screens'),
  deltasMissed: new Counter('deltas_missed'),
  snapshots: new Counter('snapshots'),
  socketsLost: new Counter('sockets_lost'),
} as const;
