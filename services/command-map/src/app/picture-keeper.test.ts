import type { Recorded } from '@muster/contracts/envelope';
import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import { afterEach, describe, expect, it } from 'vitest';
import { LivePicture } from '../domain/live-picture.ts';
import { PictureKeeper, type Source } from './picture-keeper.ts';

const by = { kind: 'user', id: 'li', name: 'Li' } as const;
const opened: DispatchEvent = {
  ...{ type: 'incident.opened', incidentId: 'i1', alarmId: 'a1', place: null, reportedType: '', priority: 3, by },
  ...{ summary: '冒烟', callerNumber: '110', receivedAtMs: 5 },
};
const priority = (level: number): DispatchEvent => ({
  ...{ type: 'incident.priority-set', incidentId: 'i1', priority: level, reason: 'x', by },
});
const at = (version: number, data: DispatchEvent, mode: 'test' | 'live' = 'test'): Recorded<DispatchEvent> => ({
  ...{ eventId: `e${version}`, stream: 'incident-i1', version, data, mode, atMs: version },
});
const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const quiet = { info: () => {}, warn: () => {}, error: () => {} } as never;

let keeper: PictureKeeper;
afterEach(() => keeper.stop());
function started(source: Partial<Source>): LivePicture {
  const picture = new LivePicture();
  const sources = [{ name: 'DISPATCH', load: async () => {}, ...source }];
  keeper = new PictureKeeper({ picture, clock: { nowMs: () => 1 }, mode: 'test', log: quiet, sources });
  return picture;
}

describe('the keeper of the picture', () => {
  it('holds events back until the snapshot is there, then applies only what is newer', async () => {
    let give = (): void => {};
    const here = new Promise<void>((resolve) => {
      give = resolve;
    });
    const picture = started({
      load: async (p) => {
        await here;
        const fresh = new LivePicture();
        fresh.apply(at(1, opened));
        fresh.apply(at(2, priority(2)));
        p.putIncident(fresh.incidents.get('i1') as never);
      },
    });
    keeper.start();
    keeper.take('DISPATCH', at(2, priority(4)));
    keeper.take('DISPATCH', at(3, priority(1)));
    expect(picture.incidents.size).toBe(0);
    expect(keeper.whyIncomplete()).toContain('DISPATCH');
    give();
    await settled();
    expect(picture.incidents.get('i1')).toMatchObject({ version: 3, priority: 1 });
    expect(keeper.whyIncomplete()).toBeUndefined();
  });

  it('fills a gap from the owner, then goes on with what came meanwhile', async () => {
    const asked: [string, number][] = [];
    const picture = started({
      readMissing: async (stream, from) => {
        asked.push([stream, from]);
        await settled();
        return [at(2, priority(2)), at(3, priority(4))];
      },
    });
    keeper.start();
    await settled();
    keeper.take('DISPATCH', at(1, opened));
    keeper.take('DISPATCH', at(3, priority(4)));
    keeper.take('DISPATCH', at(4, priority(1)));
    await settled();
    await settled();
    expect(asked).toEqual([['incident-i1', 2]]);
    expect(picture.incidents.get('i1')).toMatchObject({ version: 4, priority: 1 });
  });

  it('takes no fact of another mode', async () => {
    const picture = started({});
    keeper.start();
    await settled();
    keeper.take('DISPATCH', at(1, opened, 'live'));
    expect(picture.incidents.size).toBe(0);
  });

  it('asks a source that is down until it answers', async () => {
    let tries = 0;
    started({
      load: async () => {
        if (++tries === 1) throw new Error('not running');
      },
    });
    keeper.start();
    await settled();
    expect(keeper.whyIncomplete()).toContain('not running');
    for (let i = 0; i < 100 && keeper.whyIncomplete() !== undefined; i++) await settled();
    expect(keeper.whyIncomplete()).toBeUndefined();
  });
});
