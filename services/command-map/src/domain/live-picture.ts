import { evolveAlarmView } from '@muster/contracts/alarm-view';
import { emptyDuty, evolveDutyView } from '@muster/contracts/duty-view';
import type { Change, Picture, UnitView } from '@muster/contracts/edge';
import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { AlarmEvent } from '@muster/contracts/events/alarm';
import type { DutyEvent, IncidentEvent } from '@muster/contracts/events/dispatch';
import type { ResourceEvent } from '@muster/contracts/events/resource';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Duty, Incident } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import type { Hospital, Station, Unit } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { evolveIncidentView } from '@muster/contracts/incident-view';
import { initialStatus } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';

export const PICTURE_LIMITS = {
  /** A closed incident stays this long, so that everyone sees that and how it ended. */
  closedStaysMs: 10 * 60_000,
  closedIncidents: 300,
  alarms: 1_000,
  /** Versions of what has left, so that a late event does not bring it back. */
  tombstones: 20_000,
} as const;

/** `gap`: events before this one are missing here; ask the owner for them. */
export type Applied = 'applied' | 'known' | 'gap';

interface Versioned {
  readonly version: number;
}
type Kind = 'incident' | 'unit' | 'station' | 'hospital' | 'alarm';

/**
 * Everything on the map but positions, kept from the owners' events. Each record carries its stream's version, so that
 * an event seen twice changes nothing and a missing one is noticed.
 */
export class LivePicture {
  readonly incidents = new Map<string, Incident>();
  readonly units = new Map<string, Unit>();
  readonly duties = new Map<string, Duty>();
  readonly stations = new Map<string, Station>();
  readonly hospitals = new Map<string, Hospital>();
  readonly alarms = new Map<string, Alarm>();
  /** Stream → version of a record that left the picture. */
  readonly #left = new Map<string, number>();
  readonly #changed = new Map<string, { kind: Kind; id: string }>();
  /** Told of every incident's new state: the day's figures are kept from it. */
  onIncident: (incident: Incident) => void = () => {};
  onAlarm: (alarm: Alarm) => void = () => {};

  apply(event: Recorded<DomainEvent>): Applied {
    const family = event.data.type.slice(0, event.data.type.indexOf('.'));
    if (family === 'incident') return this.#applyIncident(event as Recorded<IncidentEvent>);
    if (family === 'unit') return this.#applyDuty(event as Recorded<DutyEvent>);
    if (family === 'alarm' || family === 'contact') return this.#applyAlarm(event as Recorded<AlarmEvent>);
    if (family === 'resource') return this.#applyResource(event as Recorded<ResourceEvent>);
    return 'known';
  }

  /** Version of a stream as it stands here; 0 when nothing of it is known. */
  versionOf(stream: string): number {
    const dash = stream.indexOf('-');
    const [family, id] = [stream.slice(0, dash), stream.slice(dash + 1)];
    const here = { incident: this.incidents, unit: this.duties, alarm: this.alarms }[family]?.get(id)?.version;
    return here ?? this.#left.get(stream) ?? 0;
  }

  putIncident(incident: Incident): void {
    if (!this.#isNewer(`incident-${incident.incidentId}`, incident)) return;
    this.#keepIncident(incident);
  }
  putDuty(duty: Duty): void {
    if ((this.duties.get(duty.unitId)?.version ?? -1) >= duty.version) return;
    this.duties.set(duty.unitId, duty);
    this.#mark('unit', duty.unitId);
  }
  putAlarm(alarm: Alarm): void {
    if (this.#isNewer(`alarm-${alarm.alarmId}`, alarm)) this.#keepAlarm(alarm);
  }
  putUnit(unit: Unit): void {
    this.#putResource('unit', this.units, unit.unitId, unit);
  }
  putStation(station: Station): void {
    this.#putResource('station', this.stations, station.stationId, station);
  }
  putHospital(hospital: Hospital): void {
    this.#putResource('hospital', this.hospitals, hospital.hospitalId, hospital);
  }

  unitView(unitId: string): UnitView | null {
    const unit = this.units.get(unitId);
    if (unit === undefined) return null;
    return { unit, duty: this.duties.get(unitId) ?? emptyDuty(unitId, initialStatus(unit.agency as Agency)) };
  }

  /** Some unit of an agency, always the same one; of any where it has none; '' where there is no unit. */
  firstUnit(agency: Agency): string {
    const ids = [...this.units.keys()].sort();
    return ids.find((id) => this.units.get(id)?.agency === agency) ?? ids[0] ?? '';
  }

  /** What changed since the last call, each record once, in its newest state. */
  takeChanges(): Change[] {
    const changes = [...this.#changed.values()].map(({ kind, id }) => this.#changeOf(kind, id));
    this.#changed.clear();
    return changes;
  }

  snapshot(): Pick<Picture, 'incidents' | 'units' | 'stations' | 'hospitals' | 'alarms'> {
    return {
      incidents: [...this.incidents.values()],
      units: [...this.units.keys()].map((id) => this.unitView(id) as UnitView),
      stations: [...this.stations.values()],
      hospitals: [...this.hospitals.values()],
      alarms: [...this.alarms.values()].sort((a, b) => b.receivedAtMs - a.receivedAtMs),
    };
  }

  /** Lets go of what was closed long enough, and of the oldest where there is too much. */
  sweep(nowMs: number): void {
    const closed = [...this.incidents.values()]
      .filter((incident) => incident.state !== 'open')
      .sort((a, b) => b.closedAtMs - a.closedAtMs);
    closed.forEach((incident, i) => {
      const old = nowMs - incident.closedAtMs > PICTURE_LIMITS.closedStaysMs;
      if (old || i >= PICTURE_LIMITS.closedIncidents) this.#letIncidentGo(incident);
    });
    const tooMany = this.alarms.size - PICTURE_LIMITS.alarms;
    if (tooMany > 0) {
      const oldest = [...this.alarms.values()].sort((a, b) => a.receivedAtMs - b.receivedAtMs);
      for (const alarm of oldest.slice(0, tooMany)) this.#letAlarmGo(alarm.alarmId);
    }
    let extra = this.#left.size - PICTURE_LIMITS.tombstones;
    for (const stream of this.#left.keys()) {
      if (extra-- <= 0) break;
      this.#left.delete(stream);
    }
  }

  #applyIncident(event: Recorded<IncidentEvent>): Applied {
    const known = this.versionOf(event.stream);
    if (event.version <= known) return 'known';
    const view = this.incidents.get(event.data.incidentId);
    if (view === undefined && this.#left.has(event.stream)) {
      this.#left.set(event.stream, event.version);
      return 'known';
    }
    if (event.version > known + 1) return 'gap';
    this.#keepIncident(evolveIncidentView(view, event));
    return 'applied';
  }

  #applyDuty(event: Recorded<DutyEvent>): Applied {
    const { unitId } = event.data;
    const duty = this.duties.get(unitId);
    const known = duty?.version ?? 0;
    if (event.version <= known) return 'known';
    if (event.version > known + 1) return 'gap';
    const agency = (this.units.get(unitId)?.agency ?? 'police') as Agency;
    this.duties.set(unitId, evolveDutyView(duty, event, initialStatus(agency)));
    this.#mark('unit', unitId);
    return 'applied';
  }

  #applyAlarm(event: Recorded<AlarmEvent>): Applied {
    const known = this.versionOf(event.stream);
    if (event.version <= known) return 'known';
    const view = this.alarms.get(event.data.alarmId);
    if (view === undefined && this.#left.has(event.stream)) {
      this.#left.set(event.stream, event.version);
      return 'known';
    }
    if (event.version > known + 1) return 'gap';
    this.#keepAlarm(evolveAlarmView(view, event));
    return 'applied';
  }

  /** Resource events carry the whole record: the newest wins, a gap does no harm. */
  #applyResource({ data, version }: Recorded<ResourceEvent>): Applied {
    switch (data.type) {
      case 'resource.unit-put':
        this.putUnit({ ...data.unit, capabilities: [...data.unit.capabilities], version });
        return 'applied';
      case 'resource.unit-removed':
        this.units.delete(data.unitId);
        this.#left.set(`unit:${data.unitId}`, version);
        this.#mark('unit', data.unitId);
        return 'applied';
      case 'resource.station-put':
        this.putStation({ ...data.station, version });
        return 'applied';
      case 'resource.hospital-put':
        this.putHospital({ ...data.hospital, specialties: [...data.hospital.specialties], version });
        return 'applied';
      case 'resource.plan-put':
        return 'known';
    }
  }

  #putResource<T extends Versioned>(kind: Kind, records: Map<string, T>, id: string, record: T): void {
    const known = records.get(id)?.version ?? this.#left.get(`${kind}:${id}`) ?? -1;
    if (known >= record.version) return;
    records.set(id, record);
    this.#mark(kind, id);
  }

  #keepIncident(incident: Incident): void {
    this.incidents.set(incident.incidentId, incident);
    this.#mark('incident', incident.incidentId);
    this.onIncident(incident);
  }

  #keepAlarm(alarm: Alarm): void {
    this.onAlarm(alarm);
    this.alarms.set(alarm.alarmId, alarm);
    this.#mark('alarm', alarm.alarmId);
    if (alarm.closedAtMs > 0) this.#letAlarmGo(alarm.alarmId);
  }

  #letIncidentGo(incident: Incident): void {
    this.incidents.delete(incident.incidentId);
    this.#left.set(`incident-${incident.incidentId}`, incident.version);
    this.#mark('incident', incident.incidentId);
    // Its calls are answered and dealt with, whether or not somebody closed each by hand.
    for (const alarmId of incident.alarmIds) this.#letAlarmGo(alarmId);
  }

  #letAlarmGo(alarmId: string): void {
    const alarm = this.alarms.get(alarmId);
    if (alarm === undefined) return;
    this.alarms.delete(alarmId);
    this.#left.set(`alarm-${alarmId}`, alarm.version);
    this.#mark('alarm', alarmId);
  }

  #isNewer(stream: string, record: Versioned): boolean {
    return record.version > this.versionOf(stream);
  }

  #mark(kind: Kind, id: string): void {
    this.#changed.set(`${kind} ${id}`, { kind, id });
  }

  #changeOf(kind: Kind, id: string): Change {
    if (kind === 'unit') {
      const value = this.unitView(id);
      return value === null ? { kind: 'unit-gone', id } : { kind, value };
    }
    if (kind === 'incident') {
      const value = this.incidents.get(id);
      return value === undefined ? { kind: 'incident-gone', id } : { kind, value };
    }
    if (kind === 'alarm') {
      const value = this.alarms.get(id);
      return value === undefined ? { kind: 'alarm-gone', id } : { kind, value };
    }
    if (kind === 'station') return { kind, value: this.stations.get(id) as Station };
    return { kind, value: this.hospitals.get(id) as Hospital };
  }
}
