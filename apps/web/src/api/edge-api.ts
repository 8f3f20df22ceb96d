import type {
  AlarmForm,
  AlarmReceipt,
  EdgePlace,
  PlaceHit,
  Session,
  SignIn,
  SystemInfo,
  UnitRoute,
  WallFigures,
} from '@muster/contracts/edge';
import type {
  Classification,
  ReportInUseResponse,
} from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import type {
  Incident,
  MergeAllResponse,
  RecommendResponse,
  TimelineEntry,
} from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { request } from './http.ts';

export interface StatusPress {
  readonly status: string;
  readonly deviceAtMs?: number;
  readonly idempotencyKey?: string;
  readonly lateReason?: string;
  readonly source?: 'button' | 'radio';
}
export interface OwnPosition {
  readonly lon: number;
  readonly lat: number;
  readonly observedAtMs: number;
  readonly speedKmh?: number;
  readonly headingDeg?: number;
  readonly accuracyM?: number;
}

const get = <T>(path: string): Promise<T> => request<T>('GET', path);
const post = <T = unknown>(path: string, body: unknown = {}): Promise<T> => request<T>('POST', path, body);
const incident = (id: string, action = ''): string => `/api/incidents/${encodeURIComponent(id)}${action}`;
const unit = (id: string, action: string): string => `/api/units/${encodeURIComponent(id)}/${action}`;

/** Every call of packages/contracts/src/edge.ts that the pages make. All throw ApiError. */
export const edge = {
  signIn: (who: SignIn) => post<Session>('/api/session', who),
  session: () => get<Session>('/api/session'),
  signOut: () => request<unknown>('DELETE', '/api/session'),
  system: () => get<SystemInfo>('/api/system'),
  wall: () => get<WallFigures>('/api/wall'),

  classifierReport: (fromMs: number, toMs: number) =>
    get<ReportInUseResponse>(`/api/classifier/report?from=${fromMs}&to=${toMs}`),

  reportAlarm: (form: AlarmForm) => post<AlarmReceipt>('/api/alarms', form),
  answerAlarm: (id: string) => post<{ answeredAtMs: number }>(`/api/alarms/${encodeURIComponent(id)}/answer`),
  suggest: (text: string) => post<{ classification: Classification | null }>('/api/suggest', { text }),
  places: (q: string, near?: { lon: number; lat: number }, limit = 8) => {
    const query = new URLSearchParams({ q, limit: String(limit) });
    if (near) {
      query.set('lon', String(near.lon));
      query.set('lat', String(near.lat));
    }
    return get<{ places: readonly PlaceHit[] }>(`/api/places?${query}`);
  },
  placeAt: (lon: number, lat: number) => get<{ place: PlaceHit | null }>(`/api/places/at?lon=${lon}&lat=${lat}`),

  incident: (id: string) => get<{ incident: Incident; timeline: readonly TimelineEntry[] }>(incident(id)),
  recommendation: (id: string) => get<RecommendResponse>(incident(id, '/recommendation?limit=4')),
  assign: (id: string, unitIds: readonly string[]) => post(incident(id, '/assign'), { unitIds }),
  setPlace: (id: string, place: EdgePlace) => post(incident(id, '/place'), { place }),
  setType: (id: string, type: string, priority?: number, reason?: string) =>
    post(incident(id, '/type'), { type, priority, reason }),
  addAgency: (id: string, agency: string) => post(incident(id, '/agencies'), { agency }),
  addNote: (id: string, text: string) => post(incident(id, '/notes'), { text }),
  merge: (id: string, into: string) => post(incident(id, '/merge'), { into }),
  mergeAll: (incidentIds: readonly string[], into: string) =>
    post<MergeAllResponse>('/api/incidents/merge', { incidentIds, into }),
  split: (id: string, alarmId: string, into = '') =>
    post<{ incidentId: string }>(incident(id, '/split'), { alarmId, into }),
  feedback: (id: string, agency: string, text: string, finalType?: string) =>
    post(incident(id, '/feedback'), { agency, text, finalType }),
  cancel: (id: string, reason: string) => post(incident(id, '/cancel'), { reason }),
  close: (id: string, reason: string) => post(incident(id, '/close'), { reason }),

  setStatus: (unitId: string, press: StatusPress) => post(unit(unitId, 'status'), press),
  decline: (unitId: string, reason: string) => post(unit(unitId, 'decline'), { reason }),
  standDown: (unitId: string, reason: string) => post(unit(unitId, 'stand-down'), { reason }),
  position: (unitId: string, position: OwnPosition) => post(unit(unitId, 'position'), position),
  route: (unitId: string) => get<UnitRoute>(unit(unitId, 'route')),
};
