import type { AlarmReceived } from '@muster/contracts/events/alarm';
import type { IncidentEvent } from '@muster/contracts/events/dispatch';
import type { PlaceFact } from '@muster/contracts/events/shared';
import { describe, expect, it } from 'vitest';
import { located } from './decide-located.ts';
import { openFromAlarm } from './decide-opening.ts';
import { evolveIncident, type IncidentState } from './incident.ts';

const point = (more: Partial<PlaceFact> = {}): PlaceFact => ({
  ...{ lon: 120.1, lat: 30.2, accuracyM: 30, source: 'aml', text: '', confirmed: false },
  ...more,
});
const by = { kind: 'user', id: 'u', name: 'U' } as const;
function incident(place: PlaceFact | null, ...more: readonly IncidentEvent[]): IncidentState {
  const alarm: AlarmReceived = {
    ...{ type: 'alarm.received', alarmId: 'a', idempotencyKey: 'k', channel: 'voice', line: '110', callerNumber: '1' },
    ...{ callerName: '', text: '', lang: '', place, reportedType: '', rangAtMs: 0, receivedAtMs: 1, warnings: [] },
    reporter: null,
  };
  let state: IncidentState | undefined;
  for (const [i, data] of [...openFromAlarm(alarm, undefined), ...more].entries()) {
    state = evolveIncident(state, { eventId: '', stream: 's', version: i + 1, data, mode: 'test', atMs: 1 });
  }
  return state as IncidentState;
}
const places = (state: IncidentState, place: PlaceFact, alarmId = 'a') =>
  located(state, alarmId, place).map((event) =>
    event.type === 'incident.place-set' ? event.place.accuracyM : event.type,
  );
const placed = (place: PlaceFact): IncidentEvent => ({ type: 'incident.place-set', incidentId: 'ia', place, by });
const sent: IncidentEvent = {
  ...{ type: 'incident.unit-sent', incidentId: 'ia', unitId: 'u1', agency: 'police', overrideReason: '', by },
};

describe('a newer position of the caller', () => {
  it('is the place where there was none, or only a cell, unconfirmed', () => {
    expect(places(incident(null), point())).toEqual([30]);
    expect(places(incident(point({ source: 'cell', accuracyM: 900 })), point())).toEqual([30]);
    const event = located(incident(null), 'a', point({ confirmed: true }))[0];
    expect(event).toMatchObject({ place: { confirmed: false } });
  });
  it('replaces a worse one, and never a better one', () => {
    expect(places(incident(point({ accuracyM: 200 })), point())).toEqual([30]);
    expect(places(incident(point({ accuracyM: 5 })), point())).toEqual([]);
    expect(places(incident(point()), point({ source: 'cell', accuracyM: 5 }))).toEqual([]);
  });
  it('leaves what a human laid down, what was confirmed, and what the words named', () => {
    expect(places(incident(null, placed(point({ accuracyM: 500 }))), point())).toEqual([]);
    expect(places(incident(point({ confirmed: true, accuracyM: 500 })), point())).toEqual([]);
    expect(places(incident(point({ source: 'classifier', accuracyM: 0 })), point())).toEqual([]);
  });
  it('of somebody who joined later says nothing of where it is, unless nobody knows', () => {
    expect(places(incident(point({ accuracyM: 200 })), point(), 'b')).toEqual([]);
    expect(places(incident(null), point(), 'b')).toEqual([30]);
  });
  it('calls for attention and changes nothing once a unit is on the way', () => {
    const away = point({ lat: 30.21, accuracyM: 20 });
    expect(places(incident(point({ accuracyM: 200 }), sent), away)).toEqual(['incident.attention-raised']);
    expect(places(incident(point({ accuracyM: 200 }), sent), point())).toEqual([]);
    expect(places(incident(null, sent), point())).toEqual([30]);
  });
});
