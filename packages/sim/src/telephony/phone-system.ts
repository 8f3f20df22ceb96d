import type { Random } from '@muster/kernel/random';
import { Acd, type Agent } from './acd.ts';
import type { Caller } from './caller.ts';
import type { Reporter } from './reporter.ts';

export interface PhoneSystemOptions {
  readonly agents: readonly Agent[];
  readonly reporter: Reporter;
  readonly random: Random;
  /** Simulated ms in one real ms. */
  readonly speed: number;
  readonly nowMs: () => number;
}

/** How long a seat takes to pick up, simulated ms. */
const PICK_UP_MS = { min: 500, max: 4_000 };
const BETWEEN_KEYS_MS = 2_000;
const RING_OUT_MS = 8_000;
/** Accuracy of a location that was asked for. */
const ASKED_ACCURACY_M = 15;
/** Commands remembered, so that one that comes again is done once. */
const MAX_COMMANDS = 10_000;

export interface Call {
  readonly callId: string;
  readonly direction: 'inbound' | 'call-back';
  readonly caller: Caller;
  readonly alarmId: string;
  state: 'ringing' | 'answered' | 'held' | 'ended';
  endReason: string;
  agent: Agent | null;
  /** Numbers joined to it. */
  readonly joined: string[];
}

/** A command of Muster's (services/alarm-intake/src/app/telephony.ts), before anything in it is believed. */
export type Command = Readonly<Record<string, unknown>>;

/** A phone system with seats and callers: distributes, rings out, holds, joins, and tells Muster of every change. */
export class PhoneSystem {
  readonly calls = new Map<string, Call>();
  readonly texts: { readonly number: string; readonly text: string }[] = [];
  readonly #acd: Acd;
  readonly #options: PhoneSystemOptions;
  readonly #done = new Set<string>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  readonly #callers = new Map<string, Caller>();
  #stopped = false;

  constructor(options: PhoneSystemOptions) {
    this.#options = options;
    this.#acd = new Acd(options.agents);
  }

  get waiting(): readonly string[] {
    return this.#acd.waiting;
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Somebody dials. @returns the alarm that Muster opened */
  ring(callId: string, caller: Caller): Promise<string> {
    const call: Call = {
      ...{ callId, direction: 'inbound', caller, alarmId: '', state: 'ringing', endReason: '', agent: null },
      joined: [],
    };
    this.calls.set(callId, call);
    this.#callers.set(caller.number, caller);
    this.#acd.ring(callId);
    const told = this.#tell(call);
    this.#later(caller.patienceMs, () => {
      if (call.state === 'ringing') this.end(call, 'caller-hung-up');
    });
    this.#handOut();
    return told;
  }

  end(call: Call, endReason: string): void {
    if (call.state === 'ended') return;
    this.#acd.leave(call.callId);
    call.state = 'ended';
    call.endReason = endReason;
    void this.#tell(call);
    this.#handOut();
  }

  /** Null: taken, also when it was taken before; else why not. */
  command(command: Command): string | null {
    const text = (name: string): string => (typeof command[name] === 'string' ? (command[name] as string) : '');
    const id = text('id');
    if (id === '') return 'a command needs an id';
    if (this.#done.has(id)) return null;
    const why = this.#do(text('command'), text);
    if (why === null) this.#remember(id);
    return why;
  }

  #do(name: string, text: (name: string) => string): string | null {
    if (name === 'ring-out') return this.#ringOut(text('callId'), text('alarmId'), text('number'), text('agentId'));
    if (name === 'send-text' || name === 'request-location') return this.#text(name, text);
    const call = this.calls.get(text('callId'));
    if (call === undefined || call.state === 'ended') return `there is no call ${text('callId')}`;
    switch (name) {
      case 'hold':
      case 'resume':
        if (call.state !== (name === 'hold' ? 'answered' : 'held')) return `the call is ${call.state}`;
        call.state = name === 'hold' ? 'held' : 'answered';
        void this.#tell(call);
        return null;
      case 'cancel-ring':
        if (call.direction !== 'call-back' || call.state !== 'ringing') return `the call is ${call.state}`;
        this.end(call, 'taker-hung-up');
        return null;
      case 'three-way':
        if (call.state !== 'answered') return `the call is ${call.state}`;
        call.joined.push(text('number'));
        return null;
      case 'transfer':
        this.end(call, 'transferred');
        return null;
      case 'overflow':
        if (call.state !== 'ringing' || call.agent !== null) return 'the call does not wait any more';
        this.end(call, 'overflowed');
        return null;
      default:
        return `there is no command "${name}"`;
    }
  }

  /** A ringing call is given to one free seat, which picks it up a little later. */
  #handOut(): void {
    for (let out = this.#acd.handOut(); out !== null; out = this.#acd.handOut()) {
      const call = this.calls.get(out.callId) as Call;
      call.agent = out.agent;
      const { min, max } = PICK_UP_MS;
      this.#later(min + this.#options.random.next() * (max - min), () => this.#answer(call));
    }
  }

  #answer(call: Call): void {
    if (call.state !== 'ringing') return;
    call.state = 'answered';
    void this.#tell(call);
    const { keys, ends, talkMs } = call.caller;
    keys.forEach((key, i) => {
      this.#later((i + 1) * BETWEEN_KEYS_MS, () => {
        if (call.state === 'answered')
          void this.#report(call.callId, { callId: call.callId, alarmId: call.alarmId, key });
      });
    });
    if (ends === 'stays' && call.direction === 'inbound') return;
    this.#later(talkMs, () =>
      this.end(call, ends === 'cut-off' && call.direction === 'inbound' ? 'cut-off' : 'caller-hung-up'),
    );
  }

  #ringOut(callId: string, alarmId: string, number: string, agentId: string): string | null {
    if (callId === '' || alarmId === '' || number === '') return 'ring-out needs callId, alarmId and number';
    const agent = this.#acd.take(callId, agentId);
    if (agent === null) return 'no seat is free to ring out';
    const caller = this.#callers.get(number);
    const call: Call = {
      ...{ callId, direction: 'call-back', caller: caller ?? { ...FALLBACK, number }, alarmId, state: 'ringing' },
      ...{ endReason: '', agent, joined: [] },
    };
    this.calls.set(callId, call);
    void this.#tell(call);
    const { calledBack } = call.caller;
    if (calledBack === 'rings-on') return null;
    this.#later(calledBack === 'busy' ? PICK_UP_MS.min : RING_OUT_MS, () => {
      if (calledBack === 'answers') this.#answer(call);
      else this.end(call, calledBack);
    });
    return null;
  }

  #text(name: 'send-text' | 'request-location', text: (name: string) => string): string | null {
    const [commandId, alarmId, number] = [text('id'), text('alarmId'), text('number')];
    if (alarmId === '' || number === '') return `${name} needs alarmId and number`;
    this.texts.push({ number, text: text('text') });
    const caller = this.#callers.get(number);
    this.#later(PICK_UP_MS.min, () => {
      void this.#report(alarmId, { alarmId, commandId, outcome: 'sent' });
      if (name === 'send-text' && caller && caller.textReply !== '') {
        void this.#report(alarmId, { alarmId, key: caller.textReply, via: 'text' });
      }
      if (name === 'request-location' && caller?.place) {
        const place = { ...caller.place, accuracyM: ASKED_ACCURACY_M, source: 'aml', text: '', datum: 'wgs84' };
        void this.#report(alarmId, { alarmId, place });
      }
    });
    return null;
  }

  #tell(call: Call): Promise<string> {
    const { callId, alarmId, direction, state, endReason, agent, caller } = call;
    const place = caller.place === null ? {} : { place: { ...caller.place, source: 'cell', datum: 'wgs84' } };
    // A call that only rings at a seat has not been picked up there yet.
    const at = state === 'ringing' || agent === null ? {} : { seat: agent.seat, actor: actorOf(agent) };
    return this.#report(callId, {
      ...{ callId, alarmId, direction, state, endReason, line: caller.line, callerNumber: caller.number },
      ...{ recordingRef: `recording/${callId}`, atMs: this.#options.nowMs() },
      ...(direction === 'inbound' && state === 'ringing' ? place : {}),
      ...at,
    });
  }

  #report(line: string, body: object): Promise<string> {
    return this.#options.reporter.report(line, body);
  }

  #remember(id: string): void {
    this.#done.add(id);
    if (this.#done.size > MAX_COMMANDS) this.#done.delete(this.#done.values().next().value as string);
  }

  #later(simulatedMs: number, run: () => void): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      if (!this.#stopped) run();
    }, simulatedMs / this.#options.speed);
    this.#timers.add(timer);
  }
}

const actorOf = ({ id, name }: Agent) => ({ kind: 'user', id, name });
/** A number that never rang here. */
const FALLBACK: Caller = {
  ...{ line: '', number: '', place: null, patienceMs: 60_000, ends: 'hangs-up', talkMs: 30_000, keys: [] },
  ...{ calledBack: 'no-answer', textReply: '' },
};
