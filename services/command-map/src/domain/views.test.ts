import type { Change } from '@muster/contracts/edge';
import type { Recorded } from '@muster/contracts/envelope';
import type { DispatchEvent } from '@muster/contracts/events/dispatch';
import { type Alarm, Alarm as AlarmMessage } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Unit } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { describe, expect, it } from 'vitest';
import { DELTA_LIMITS, DeltaLog } from './delta-log.ts';
import { LivePicture, PICTURE_LIMITS } from './live-picture.ts';
import { audienceOf, CityView, CrewView } from './views.ts';

const by = { kind: 'user', id: 'li', name: 'Li' } as const;
const unit = (unitId: string, unitNo: number): Unit => ({
  ...{ unitId, unitNo, agency: 'fire', kind: 'engine', callSign: unitId, stationId: 's', capabilities: [], crew: 4 },
  ...{ exclusive: true, version: 1 },
});
const versions = new Map<string, number>();
function happen(picture: LivePicture, stream: string, data: DispatchEvent): void {
  const version = (versions.get(stream) ?? 0) + 1;
  versions.set(stream, version);
  const event: Recorded<DispatchEvent> = { eventId: '', stream, version, data, mode: 'test', atMs: 1_000 };
  expect(picture.apply(event)).toBe('applied');
}
function open(picture: LivePicture, incidentId: string): void {
  happen(picture, `incident-${incidentId}`, {
    ...{ type: 'incident.opened', incidentId, alarmId: null, place: null, reportedType: '', priority: 3, by },
    ...{ summary: '', callerNumber: '138', receivedAtMs: 1 },
  });
}
function send(picture: LivePicture, incidentId: string, unitId: string): void {
  const agency = 'fire';
  happen(picture, `incident-${incidentId}`, { type: 'incident.order-opened', incidentId, agency, by });
  happen(picture, `incident-${incidentId}`, {
    ...{ type: 'incident.unit-sent', incidentId, unitId, agency, overrideReason: '', by },
  });
  happen(picture, `unit-${unitId}`, {
    ...{ type: 'unit.assigned', unitId, agency, incidentId, incidentType: '', place: null, priority: 3, by },
    assignedAtMs: 1,
  });
}
function city(): LivePicture {
  versions.clear();
  const picture = new LivePicture();
  for (const [id, no] of [
    ['e1', 1],
    ['e2', 2],
    ['e3', 3],
  ] as const)
    picture.putUnit(unit(id, no));
  return picture;
}

describe('an audience', () => {
  it('is the desk as soon as one role works there, the crew of its unit, else leadership', () => {
    expect(audienceOf({ roles: ['unit', 'dispatcher'], unitId: 'e1' })).toBe('desk');
    expect(audienceOf({ roles: ['unit', 'leadership'], unitId: 'e1' })).toBe('unit:e1');
    expect(audienceOf({ roles: ['admin'], unitId: '' })).toBe('leadership');
  });

  it('other than the desk never gets a caller number', () => {
    const picture = city();
    const views = [new CityView(picture, 'l', false), new CrewView(picture, 'c', 'e1')];
    open(picture, 'i1');
    send(picture, 'i1', 'e1');
    const changes = picture.takeChanges();
    for (const view of views) {
      expect(JSON.stringify(view.take(changes))).not.toContain('138');
      expect(JSON.stringify(view.snapshot(1))).not.toContain('138');
    }
  });
});

describe('leadership', () => {
  const NAME = '王秀英';
  const NUMBER = '13800001234';
  const words = `我是${NAME}，电话${NUMBER}`;
  const place = { lon: 120.2, lat: 30.2, accuracyM: 5, source: 'caller', text: words, confirmed: true };

  /** Every text field of the owner's record holds the name and the number. */
  function alarm(): Alarm {
    const actor = { kind: 'user', id: NUMBER, name: NAME };
    return AlarmMessage.fromPartial({
      ...{ alarmId: 'a1', channel: 'voice', line: '119', mode: 'test', version: 3, incomplete: true },
      ...{ callerNumber: NUMBER, callerName: NAME, text: words, lang: words, reportedType: words, deviceJson: words },
      ...{ receivedAtMs: 7, place, warnings: [words], owner: actor, answeredBy: actor },
      flags: [{ flag: 'danger-said', zh: words, en: words, by: NAME, resolvedReason: words }],
      replies: [{ question: words, answer: words }],
      callBacks: [{ outcome: words }],
      transfer: { ticketJson: words, reason: words, centre: words },
      nextStep: { zh: words, en: words },
      segments: [{ text: words }],
      legs: [{ callId: NUMBER }],
      pendingCallBacks: [{ commandId: NUMBER }],
    });
  }
  function busy(): LivePicture {
    const picture = city();
    picture.takeChanges();
    picture.putAlarm(alarm());
    const incidentId = 'i1';
    happen(picture, 'incident-i1', {
      ...{ type: 'incident.opened', incidentId, alarmId: 'a1', place, reportedType: words, priority: 2, by },
      ...{ summary: words, callerNumber: NUMBER, receivedAtMs: 1 },
    });
    const location = { text: words, start: 0, end: 3, candidates: [] };
    happen(picture, 'incident-i1', {
      ...{ type: 'incident.classified', incidentId, alarmId: 'a1' },
      classification: {
        ...{ type: 'fire.building', priority: 2, confidence: 0.8, alternatives: [], location, persons: 1, hazards: [] },
        ...{ evidence: [{ start: 0, end: 3, says: words }], needsHuman: false, modelVersion: 'm', priorityRules: [] },
      },
    });
    send(picture, incidentId, 'e1');
    happen(picture, 'incident-i1', {
      ...{ type: 'incident.order-feedback-given', incidentId, agency: 'fire', text: words, finalType: '', by },
    });
    return picture;
  }

  it('gets no word, name or number of a caller, neither at once nor change by change', () => {
    const picture = busy();
    const view = new CityView(picture, 'l', false);
    const sent = [JSON.stringify(view.take(picture.takeChanges())), JSON.stringify(view.snapshot(1))];
    for (const text of sent) {
      expect(text).toContain('"alarmId":"a1"');
      expect(text).toContain('"incidentId":"i1"');
      expect(text).not.toContain(NAME);
      expect(text).not.toContain(NUMBER);
    }
  });

  it('sees what kind of alarm it is, where and since when', () => {
    const { alarms, incidents } = new CityView(busy(), 'l', false).snapshot(1);
    expect(alarms[0]).toMatchObject({ channel: 'voice', line: '119', receivedAtMs: 7, version: 3, incomplete: true });
    expect(alarms[0]?.place).toMatchObject({ lon: 120.2, lat: 30.2, text: '' });
    expect(incidents[0]).toMatchObject({ state: 'open', priority: 2, confidence: 0.8, orders: [{ agency: 'fire' }] });
  });

  it("reads a place's text where it is the gazetteer's", () => {
    const picture = busy();
    happen(picture, 'incident-i1', {
      ...{ type: 'incident.place-set', incidentId: 'i1', by },
      place: { ...place, source: 'gazetteer', text: '海滨路 12 号' },
    });
    const { incidents } = new CityView(picture, 'l', false).snapshot(1);
    expect(incidents[0]?.place?.text).toBe('海滨路 12 号');
  });

  it('takes nothing from the desk', () => {
    expect(JSON.stringify(new CityView(busy(), 'd', true).snapshot(1))).toContain(words);
  });
});

describe('a crew', () => {
  it('sees its job come with everyone on it, and go again', () => {
    const picture = city();
    const view = new CrewView(picture, 'c', 'e1');
    picture.takeChanges();
    open(picture, 'i1');
    open(picture, 'other');
    expect(view.take(picture.takeChanges())).toBeNull();
    send(picture, 'i1', 'e2');
    send(picture, 'i1', 'e1');
    const came = view.take(picture.takeChanges())?.changes ?? [];
    const shown = came.map((change: Change) => (change.kind === 'incident' ? change.value.incidentId : change.kind));
    expect(new Set(shown)).toEqual(new Set(['i1', 'unit']));
    expect(view.unitNos()).toEqual([1, 2]);
    happen(picture, 'unit-e1', {
      ...{ type: 'unit.released', unitId: 'e1', agency: 'fire', incidentId: 'i1', why: 'completed', reason: '', by },
    });
    const went = view.take(picture.takeChanges())?.changes ?? [];
    expect(went).toContainEqual({ kind: 'incident-gone', id: 'i1' });
    expect(went).toContainEqual({ kind: 'unit-gone', id: 'e2' });
    expect(view.snapshot(1)).toMatchObject({ incidents: [], units: [{ unit: { unitId: 'e1' } }] });
  });
});

describe('the picture', () => {
  it('lets a closed incident go after its time, and a late event does not bring it back', () => {
    const picture = city();
    open(picture, 'i1');
    happen(picture, 'incident-i1', { type: 'incident.closed', incidentId: 'i1', reason: '', finalType: '', by });
    picture.sweep(1_000);
    expect(picture.incidents.size).toBe(1);
    picture.takeChanges();
    picture.sweep(1_001 + PICTURE_LIMITS.closedStaysMs);
    expect(picture.takeChanges()).toEqual([{ kind: 'incident-gone', id: 'i1' }]);
    const late = { type: 'incident.note-added', incidentId: 'i1', text: 'x', by } as const;
    const event = { eventId: '', stream: 'incident-i1', version: 3, data: late, mode: 'test', atMs: 2 } as const;
    expect(picture.apply(event)).toBe('known');
    expect(picture.incidents.size).toBe(0);
  });

  it('names a gap and changes nothing', () => {
    const picture = city();
    open(picture, 'i1');
    picture.takeChanges();
    const data = { type: 'incident.note-added', incidentId: 'i1', text: 'x', by } as const;
    const event = { eventId: '', stream: 'incident-i1', version: 3, data, mode: 'test', atMs: 2 } as const;
    expect(picture.apply(event)).toBe('gap');
    expect(picture.takeChanges()).toEqual([]);
  });
});

describe('the log of deltas', () => {
  it('gives exactly what is missing, and nothing when it cannot', () => {
    const log = new DeltaLog('now');
    for (let i = 0; i < DELTA_LIMITS.deltas + 10; i++) log.push([{ kind: 'alarm-gone', id: String(i) }]);
    const last = log.sequence;
    expect(log.since({ epoch: 'now', sequence: last })).toEqual([]);
    expect(log.since({ epoch: 'now', sequence: last - 2 })?.map((d) => d.sequence)).toEqual([last - 1, last]);
    expect(log.since({ epoch: 'now', sequence: 3 })).toBeNull();
    expect(log.since({ epoch: 'old', sequence: last })).toBeNull();
    expect(log.since({ epoch: 'now', sequence: last + 1 })).toBeNull();
  });
});
