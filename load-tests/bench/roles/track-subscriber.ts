/** Somebody who follows the units: decodes every frame and counts its positions. */
import { TRACK_SUBJECTS } from '@muster/contracts/subjects';
import { readTrackFrame } from '@muster/contracts/track-frame';
import { connectNats } from '@muster/platform/nats/connection';
import { subscribePacked } from '@muster/platform/nats/packed';
import { serveRole } from '../role.ts';

const WAIT_MS = 10_000;
let decoded = 0;
let sum = 0;

serveRole({
  async start({ natsUrl }: { natsUrl: string }) {
    const nats = await connectNats(natsUrl, 'bench-subscriber');
    subscribePacked(nats, TRACK_SUBJECTS, (bytes) => {
      const columns = readTrackFrame(bytes);
      if (columns === null) return;
      for (let i = 0; i < columns.count; i++) sum += (columns.lonE7[i] as number) + (columns.latE7[i] as number);
      decoded += columns.count;
    });
    await nats.flush();
  },
  /** How many came since the last question, waiting until they are `wanted` or no more come. */
  async counted({ wanted }: { wanted: number }) {
    const giveUpAt = Date.now() + WAIT_MS;
    while (decoded < wanted && Date.now() < giveUpAt) await new Promise((resolve) => setTimeout(resolve, 1));
    if (!Number.isFinite(sum)) throw new Error('not numbers');
    const count = decoded;
    decoded = 0;
    return count;
  },
});
