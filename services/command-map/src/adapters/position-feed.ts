import { TRACK_SUBJECTS } from '@muster/contracts/subjects';
import type { Clock } from '@muster/kernel/clock';
import type { Component } from '@muster/kernel/lifecycle';
import { subscribePacked } from '@muster/platform/nats/packed';
import type { NatsConnection } from '@nats-io/transport-node';
import type { PositionFanout } from './position-fanout.ts';
import type { Services } from './services.ts';

const SNAPSHOT_RETRY_MS = 1_000;
const SNAPSHOT_DEADLINE_MS = 5_000;
/** Asked again this often: core NATS may lose a frame, and a unit that stands still says nothing new. */
const SNAPSHOT_EVERY_MS = 30_000;

/** Listens to tracking's frames, and takes its whole state at the start and now and then. */
export function startPositionFeed(deps: {
  nats: NatsConnection;
  fanout: PositionFanout;
  tracking: Services['tracking'];
  clock: Clock;
}): Component {
  const { fanout, clock } = deps;
  const feed = subscribePacked(deps.nats, TRACK_SUBJECTS, (frame) => void fanout.take(frame, clock.nowMs()));
  let timer: NodeJS.Timeout;
  let stopped = false;
  const ask = async (): Promise<void> => {
    const answer = await deps.tracking.snapshot({}, { deadlineMs: SNAPSHOT_DEADLINE_MS }).catch(() => null);
    if (answer !== null) fanout.take(answer.frame, clock.nowMs());
    if (!stopped) timer = setTimeout(() => void ask(), answer === null ? SNAPSHOT_RETRY_MS : SNAPSHOT_EVERY_MS);
  };
  void ask();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await feed.stop();
    },
  };
}
