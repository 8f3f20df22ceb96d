import type { Change } from '@muster/contracts/edge';
import type { Recorded } from '@muster/contracts/envelope';
import type { DispatchEvent } from '@muster/contracts/events/dispatch';
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
