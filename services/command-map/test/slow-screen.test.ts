import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TrackFrameWriter } from '@muster/contracts/track-frame';
import { systemClock } from '@muster/kernel/clock';
import { createLog } from '@muster/platform/log';
import { expect, it } from 'vitest';
import { LiveSockets } from '../src/adapters/live-sockets.ts';
import { PositionFanout } from '../src/adapters/position-fanout.ts';
import type { Accounts } from '../src/app/accounts.ts';
import { LiveViews } from '../src/app/live-views.ts';
import { LivePicture } from '../src/domain/live-picture.ts';
import { Follower, until } from './rig.ts';

const UNITS = 40_000;

/** Everyone is let in: this is about what screens take, not who they are. */
const openDoor = {
  visitorFor: async () => ({
    ...{ tokenHash: 'h', username: 'seat', displayName: '', roles: ['dispatcher'], unitId: '', expiresAtMs: 1e15 },
  }),
} as unknown as Accounts;

it('a screen that takes nothing loses positions, the others lose none, and it is let go in the end', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const picture = new LivePicture();
  const fanout = new PositionFanout();
  const views = new LiveViews(picture, 'epoch');
  const sockets = new LiveSockets({
    ...{ accounts: openDoor, views, fanout, clock: systemClock, server, positionsTickMs: 20 },
    log: createLog('test'),
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [good, stuck] = [new Follower(url, 'x'), new Follower(url, 'x')] as const;
  await until('both are there', () => good.picture && stuck.picture);
  const writer = new TrackFrameWriter(UNITS);
  const move = () => {
    for (let no = 1; no <= UNITS; no++) writer.add(no, 120, 30, Date.now());
    fanout.take(writer.take(), Date.now());
  };
  const moving = setInterval(move, 25);
  const engine = stuck.socket.io.engine as unknown as { transport: { ws: { pause(): void; resume(): void } } };
  engine.transport.ws.pause();
  await until('its positions are shed', () => sockets.withoutPositions === 1);
  const before = good.frames.length;
  await until('the other one goes on', () => good.frames.length > before + 20);
  const numbers = good.frames.map((frame) => Buffer.from(frame).readUInt32LE(0));
  expect(numbers.every((no, i) => i === 0 || no === (numbers[i - 1] as number) + 1)).toBe(true);
  // The picture goes on for it too, for a while; then it must come again.
  let version = 0;
  const changing = setInterval(() => {
    picture.putStation({
      ...{ stationId: 's', agency: 'fire', nameZh: '站', nameEn: '', lon: 1, lat: 1, district: '', version: ++version },
    });
    sockets.tick();
  }, 2);
  await until('it is let go', () => sockets.count === 1);
  clearInterval(moving);
  clearInterval(changing);
  for (const follower of [good, stuck]) follower.socket.disconnect();
  await sockets.stop();
  server.close();
});
