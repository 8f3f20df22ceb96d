import type { AlarmEvent } from '@muster/contracts/events/alarm';
import { ManualClock } from '@muster/kernel/clock';
import { fold } from '@muster/kernel/decider';
import { ok, type Result, refuse } from '@muster/kernel/result';
import type { Log } from '@muster/platform/log';
import { describe, expect, it } from 'vitest';
import { type AlarmCommand, alarmDecider } from '../domain/alarm.ts';
import type { ContactCommand } from '../domain/decide-contact.ts';
import { CONTACT_POLICY } from '../domain/protocol.ts';
import { type After, CANCEL_TRIES, ContactWatch, OVERFLOW_TRIES } from './watch.ts';

const silence = { warn() {}, error() {}, info() {} } as unknown as Log;
const user = { kind: 'user', id: 'li', name: '李' } as const;
const POLICY = { ...CONTACT_POLICY, hearsCalls: true, overflows: true };

/** A log in memory with the real rules, and time that moves when it is told to. */
class World {
  readonly clock = new ManualClock(1_000_000);
  readonly log = new Map<string, AlarmEvent[]>();
  readonly timers: { atMs: number; run: () => void }[] = [];
  overflowed: string[] = [];
  cancelled: string[] = [];
  cancelAnswer: Result<null> = ok(null);
  overflowAnswer: Result<null> = ok(null);
  failing = 0;
  watch: ContactWatch;

  constructor(policy = POLICY) {
    this.watch = this.#newWatch(policy);
  }

  /** As after kill -9: nothing is remembered but the log. */
  restart(policy = POLICY): void {
    this.timers.length = 0;
    this.watch = this.#newWatch(policy);
  }

  #newWatch(policy: typeof POLICY): ContactWatch {
    const after: After = (ms, run) => {
      const timer = { atMs: this.clock.nowMs() + ms, run };
      this.timers.push(timer);
      return () => void (this.timers.includes(timer) && this.timers.splice(this.timers.indexOf(timer), 1));
    };
    return new ContactWatch({
      ...{ policy, clock: this.clock, after, log: silence },
      load: async (id) => {
        if (this.failing-- > 0) throw new Error('the database is away');
        return { alarm: this.state(id), version: this.log.get(id)?.length ?? 0 };
      },
      open: async function* (this: World) {
        yield [...this.log.keys()];
      }.bind(this),
      handle: async (command) => this.do(command),
      cancelRing: async (callId) => {
        this.cancelled.push(callId);
        return this.cancelAnswer;
      },
      overflow: async (callId) => {
        this.overflowed.push(callId);
        return this.overflowAnswer;
      },
    }).start();
  }

  state(id: string) {
    return fold(alarmDecider.evolve, alarmDecider.initial, this.log.get(id) ?? []);
  }

  do(command: AlarmCommand): Result<unknown> {
    const events = this.log.get(command.alarmId) ?? [];
    const decided = alarmDecider.decide(command, this.state(command.alarmId));
    if (!decided.ok) return decided;
    this.log.set(command.alarmId, [...events, ...decided.value]);
    this.watch.changed(command.alarmId, this.state(command.alarmId), events.length + decided.value.length);
    return ok(null);
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }

  async pass(ms: number): Promise<void> {
    await this.settle();
    const untilMs = this.clock.nowMs() + ms;
    for (;;) {
      const next = [...this.timers].sort((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs > untilMs) break;
      this.timers.splice(this.timers.indexOf(next), 1);
      this.clock.advance(Math.max(0, next.atMs - this.clock.nowMs()));
      next.run();
      await this.settle();
    }
    this.clock.advance(untilMs - this.clock.nowMs());
  }

  types(id = 'a'): string[] {
    return (this.log.get(id) ?? []).map((event) =>
      event.type === 'contact.flagged' ? `flag ${event.flag}` : event.type,
    );
  }

  receive(channel = 'voice', id = 'a'): void {
    const { nowMs } = { nowMs: this.clock.nowMs() };
    const report = {
      ...{ idempotencyKey: id, channel, line: '110', callerNumber: '138', callerName: '', text: '', lang: '' },
      ...{ place: null, reportedType: '', rangAtMs: 0, warnings: [] },
    } as const;
    this.do({ type: 'receive', alarmId: id, report: report as never, reporter: null, nowMs });
  }

  call(state: 'ringing' | 'answered' | 'held' | 'ended', more: Partial<ContactCommand> = {}): void {
    this.do({
      ...{ type: 'change-call', alarmId: 'a', callId: 'c', direction: 'inbound', state, endReason: '', seat: '1' },
      ...{ recordingRef: '', deviceAtMs: 0, by: null, nowMs: this.clock.nowMs() },
      ...more,
    } as ContactCommand);
  }

  say(text: string, speaker: string, segment: number, recognised = false): void {
    this.do({
      type: 'append-transcript',
      alarmId: 'a',
      segment,
      text,
      speaker,
      ...{ final: true, recognised },
      nowMs: this.clock.nowMs(),
    });
  }
}

const count = (world: World, type: string, id = 'a') => world.types(id).filter((one) => one === type).length;

describe('a caller who says nothing', () => {
  it('is flagged silent ten seconds after the answer, once', async () => {
    const world = new World();
    world.receive();
    world.call('ringing');
    world.call('answered');
    world.say('110，请讲', 'taker', 0, true);
    await world.pass(9_999);
    expect(count(world, 'flag silent')).toBe(0);
    await world.pass(1);
    expect(count(world, 'flag silent')).toBe(1);
    world.restart();
    await world.pass(3_600_000);
    expect(count(world, 'flag silent')).toBe(1);
  });
  it('is not flagged after a word or a key press', async () => {
    for (const speaks of [
      (world: World) => world.say('着火了', 'caller', 0),
      (world: World) =>
        world.do({
          type: 'reply',
          alarmId: 'a',
          question: '',
          answer: 'yes',
          via: 'keypress',
          nowMs: world.clock.nowMs(),
        }),
    ]) {
      const world = new World();
      world.receive();
      world.call('answered');
      speaks(world);
      await world.pass(60_000);
      expect(count(world, 'flag silent')).toBe(0);
      expect(world.watch.size).toBe(0);
    }
  });
  it('is not flagged where nobody writes down what is said', async () => {
    const world = new World({ ...POLICY, hearsCalls: false });
    world.receive();
    world.call('answered');
    await world.pass(60_000);
    expect(count(world, 'flag silent')).toBe(0);
  });
  it('is flagged where some recogniser has heard the seat, and not when the seat has written down what happened', async () => {
    const heard = new World({ ...POLICY, hearsCalls: false });
    heard.receive();
    heard.call('answered');
    heard.say('110，请讲', 'taker', 0, true);
    const typed = new World();
    typed.receive();
    typed.call('answered');
    typed.say('路灯坏了', 'taker', 0);
    await Promise.all([heard.pass(60_000), typed.pass(60_000)]);
    expect([count(heard, 'flag silent'), count(typed, 'flag silent')]).toEqual([1, 0]);
  });
  it('is not flagged at 0 seconds, which is never', async () => {
    const world = new World({ ...POLICY, silentAfterMs: 0 });
    world.receive();
    world.call('answered');
    await world.pass(60_000);
    expect(count(world, 'flag silent')).toBe(0);
  });
});

describe('a call-back that rings when voice becomes forbidden', () => {
  const duress = (world: World) =>
    world.do({ type: 'flag', alarmId: 'a', flag: 'duress', zh: '', en: '', by: user, nowMs: world.clock.nowMs() });
  const ringing = () => {
    const world = new World();
    world.receive();
    world.call('ringing');
    world.call('ended', { endReason: 'caller-hung-up' } as never);
    world.do({ type: 'dial', alarmId: 'a', commandId: 'x', kind: 'voice', by: user, nowMs: world.clock.nowMs() });
    world.call('ringing', { callId: 'x', direction: 'call-back' } as never);
    return world;
  };
  it('is stopped at once, and asked for no more when it is over', async () => {
    const world = ringing();
    await world.pass(3_000);
    expect(world.cancelled).toEqual([]);
    duress(world);
    await world.pass(0);
    expect(world.cancelled).toEqual(['x']);
    world.call('ended', { callId: 'x', direction: 'call-back', endReason: 'taker-hung-up' } as never);
    await world.pass(600_000);
    expect(world.cancelled).toEqual(['x']);
  });
  it('is asked to stop a few times when the phone system does not', async () => {
    const world = ringing();
    world.cancelAnswer = refuse('unavailable', 'away', '无应答');
    duress(world);
    await world.pass(50_000);
    expect(world.cancelled).toEqual(Array(CANCEL_TRIES).fill('x'));
  });
  it('is left alone once it was answered', async () => {
    const world = ringing();
    world.call('answered', { callId: 'x', direction: 'call-back' } as never);
    duress(world);
    await world.pass(10_000);
    expect(world.cancelled).toEqual([]);
  });
});

describe('what the supervisor is told of danger', () => {
  it('a known place to which nobody was sent within a minute', async () => {
    const world = new World();
    world.receive('sms');
    world.do({ type: 'claim', alarmId: 'a', by: user, takeOver: false, nowMs: world.clock.nowMs() });
    const place = { lon: 120, lat: 30, accuracyM: 20, source: 'aml', text: '', confirmed: false };
    await world.pass(300_000);
    world.do({ type: 'locate', alarmId: 'a', place, nowMs: world.clock.nowMs() });
    world.say('我不方便说话', 'caller', 0);
    expect(world.state('a').contact.step).toMatchObject({ kind: 'send-to-place', dueAtMs: world.clock.nowMs() });
    await world.pass(59_999);
    expect(count(world, 'contact.step-overdue')).toBe(0);
    await world.pass(1);
    expect(count(world, 'contact.step-overdue')).toBe(1);
  });
  it('a transfer that waits while danger becomes known, at once', async () => {
    const world = new World();
    world.receive();
    world.call('answered');
    world.say('路灯坏了', 'caller', 0);
    const offer = { transferId: 't', direction: 'out', centre: '12345', ticketJson: '{}', by: user } as const;
    world.do({ type: 'offer-transfer', alarmId: 'a', ...offer, nowMs: world.clock.nowMs() });
    await world.pass(5_000);
    world.say('灯杆着火了', 'caller', 1);
    expect(world.state('a').contact.step?.kind).toBe('recall-transfer');
    expect(world.state('a').contact.flags.get('danger-said')?.zh).toContain('召回');
    await world.pass(0);
    expect(count(world, 'contact.step-overdue')).toBe(1);
    const back = { transferId: 't', accepted: false, reason: '召回', by: user } as const;
    world.do({ type: 'answer-transfer', alarmId: 'a', ...back, nowMs: world.clock.nowMs() });
    expect(world.state('a').contact.step).toBeNull();
  });
});

describe('what was due while the service was down', () => {
  it('is done at the start, once, whatever it is', async () => {
    const world = new World();
    world.receive();
    world.call('answered');
    const offer = { transferId: 't', direction: 'out', centre: '12345', ticketJson: '{}', by: user } as const;
    world.do({ type: 'offer-transfer', alarmId: 'a', ...offer, nowMs: world.clock.nowMs() });
    world.receive('sms', 'b');
    world.timers.length = 0;
    world.clock.advance(600_000);
    world.restart();
    await world.pass(0);
    expect(world.types()).toEqual(expect.arrayContaining(['flag silent', 'contact.transfer-overdue']));
    expect(count(world, 'contact.step-overdue', 'b')).toBe(1);
    world.restart();
    await world.pass(600_000);
    for (const [type, id] of [
      ['flag silent', 'a'],
      ['contact.transfer-overdue', 'a'],
      ['contact.step-overdue', 'b'],
    ] as const) {
      expect(count(world, type, id)).toBe(1);
    }
  });
  it('is tried again when the database is away', async () => {
    const world = new World();
    world.receive();
    world.call('answered');
    world.failing = 3;
    await world.pass(20_000);
    expect(count(world, 'flag silent')).toBe(1);
  });
});

describe('steps that nobody does', () => {
  it('a message nobody takes is the supervisor’s after a minute; taken in time it is not', async () => {
    const world = new World();
    world.receive('sms', 'a');
    world.receive('sms', 'b');
    world.do({ type: 'claim', alarmId: 'b', by: user, takeOver: false, nowMs: world.clock.nowMs() });
    await world.pass(59_999);
    expect(count(world, 'contact.step-overdue')).toBe(0);
    await world.pass(2);
    expect(count(world, 'contact.step-overdue')).toBe(1);
    expect(count(world, 'contact.step-overdue', 'b')).toBe(0);
  });
  it('a held caller is due every fifteen minutes, and the supervisor’s after twenty', async () => {
    const world = new World();
    world.receive();
    world.say('车被蹭了，不急', 'caller', 0);
    world.call('answered');
    world.call('held');
    const heldAtMs = world.clock.nowMs();
    expect(world.state('a').contact.step).toMatchObject({ kind: 'call-again', dueAtMs: heldAtMs + 900_000 });
    await world.pass(800_000);
    const reached = { type: 'call-back', alarmId: 'a', kind: 'voice', outcome: 'reached', by: user } as const;
    world.do({ ...reached, nowMs: world.clock.nowMs() });
    expect(world.state('a').contact.step?.dueAtMs).toBe(heldAtMs + 1_700_000);
    await world.pass(1_199_999);
    expect(count(world, 'contact.step-overdue')).toBe(0);
    await world.pass(1);
    expect(count(world, 'contact.step-overdue')).toBe(1);
    await world.pass(86_400_000);
    expect(count(world, 'contact.step-overdue')).toBe(1);
  });
  it('who waits for a unit off the telephone is called again by their owner until that is over', async () => {
    const world = new World();
    world.receive();
    world.say('水管漏水，不急', 'caller', 0);
    world.call('answered');
    world.call('ended', { endReason: 'taker-hung-up' } as never);
    const wait = { type: 'keep-waiting', alarmId: 'a', by: user } as const;
    expect(world.do({ ...wait, waiting: true, reason: ' ', nowMs: world.clock.nowMs() }).ok).toBe(false);
    world.do({ ...wait, waiting: true, reason: '暂无车', nowMs: world.clock.nowMs() });
    const sinceMs = world.clock.nowMs();
    const { owner, step } = world.state('a').contact;
    expect({ owner: owner?.id, step }).toMatchObject({
      owner: 'li',
      step: { kind: 'call-again', dueAtMs: sinceMs + 900_000 },
    });
    await world.pass(1_200_000);
    expect(count(world, 'contact.step-overdue')).toBe(1);
    const reached = { type: 'call-back', alarmId: 'a', kind: 'voice', outcome: 'reached', by: user } as const;
    world.do({ ...reached, nowMs: world.clock.nowMs() });
    expect(world.state('a').contact).toMatchObject({ step: { dueAtMs: sinceMs + 2_100_000 }, overdue: false });
    world.do({ ...wait, waiting: false, reason: '已到场', nowMs: world.clock.nowMs() });
    expect(world.state('a').contact.step).toBeNull();
    expect(world.watch.size).toBe(0);
  });
  it('a call-back that the phone system never tells of counts as failed, and as a try', async () => {
    const world = new World();
    world.receive();
    world.call('ringing');
    world.call('ended', { endReason: 'caller-hung-up' } as never);
    world.do({ type: 'dial', alarmId: 'a', commandId: 'x', kind: 'voice', by: user, nowMs: world.clock.nowMs() });
    await world.pass(60_000);
    expect(world.state('a').contact.callBacks).toMatchObject([{ kind: 'voice', outcome: 'failed', by: user }]);
    expect(world.state('a').contact.step).toMatchObject({ kind: 'call-back', attempt: 2 });
  });
});

describe('a call that rings too long', () => {
  it('is asked to go to the second centre, three times at most', async () => {
    const world = new World();
    world.receive();
    world.call('ringing');
    await world.pass(29_999);
    expect(world.overflowed).toEqual([]);
    world.overflowAnswer = refuse('unavailable', 'away', '无应答');
    await world.pass(600_000);
    expect(world.overflowed).toEqual(Array(OVERFLOW_TRIES).fill('c'));
  });
  it('is left alone once it was answered, and where there is no second centre', async () => {
    const world = new World();
    world.receive();
    world.call('ringing');
    world.call('answered');
    const none = new World({ ...POLICY, overflows: false });
    none.receive();
    none.call('ringing');
    await Promise.all([world.pass(600_000), none.pass(600_000)]);
    expect([...world.overflowed, ...none.overflowed]).toEqual([]);
  });
});
