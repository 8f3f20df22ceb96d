/**
 * What browsers and other programs say to the edge (command-map) and get from it. Everything is JSON unless it says
 * otherwise; times are ms since the epoch; errors are {error: {code, message, messageZh, details?}}.
 *
 *   POST   /api/session                    SignIn → Session; also sets the cookie `muster_session`
 *   GET    /api/session                    → Session        DELETE signs out
 *   POST   /api/session/password           {oldPassword, newPassword}; ends the user's other sessions
 *   GET    /api/users                      → {users}                          (admin)
 *   POST   /api/users                      {username, password, displayName, roles, unitId?}     (admin)
 *   GET    /api/system                     → SystemInfo; needs no sign-in
 *   GET    /api/picture                    → Picture
 *   POST   /api/alarms                     AlarmForm → AlarmReceipt           (call-taker)
 *   GET    /api/alarms/:id                 → Alarm
 *   POST   /api/alarms/:id/answer          → {answeredAtMs}
 *   POST   /api/alarms/:id/transcript      {segment, text, speaker, final}
 *   POST   /api/alarms/:id/claim          {takeOver?} → Alarm; a supervisor may take over
 *   POST   /api/alarms/:id/release        {reason} → Alarm
 *   POST   /api/alarms/:id/flags          {flag, note?} → Alarm; flags: events/contact.ts
 *   POST   /api/alarms/:id/flags/resolve  {flag, reason} → Alarm
 *   POST   /api/alarms/:id/replies        {question?, answer: yes | no | other, via: keypress | tap | text | voice} → Alarm
 *   POST   /api/alarms/:id/call-backs     {kind, outcome} → Alarm; a call-back, text or location request that was made
 *   POST   /api/alarms/:id/waiting        {waiting, reason?} → Alarm: who waits for a unit is called again every 15-20 min
 *   POST   /api/alarms/:id/dial           {kind: voice | silent-text | location-request} → Alarm; one key: the phone system
 *                                          does it, the outcome is recorded when it says so
 *   POST   /api/alarms/:id/call           {action: hold | resume | three-way | transfer, callId?, centre?} → Alarm
 *   GET    /api/centres                   → ListCentresResponse: whom one may transfer to
 *   POST   /api/alarms/:id/location       {place: EdgePlace} → Alarm
 *   POST   /api/alarms/:id/transfer       {centre, note?} → Alarm
 *   POST   /api/alarms/:id/transfer/answer {transferId, accepted, reason?} → Alarm
 *   POST   /api/alarms/:id/type           {type, priority} → {version}; a human overrules the classifier, for its training
 *   GET    /api/alarms/:id/context        → GetCallContextResponse: this number's and this place's last 24 hours
 *   GET    /api/queue                     → GetQueueResponse: who rings, waiting times, abandoned calls, seats
 *   POST   /api/suggest                    {text, lang?} → {classification: Classification | null}
 *   GET    /api/alarms/:id/classification  → {classification, secondOpinion: SecondOpinion | null, correctedType, correctedPriority}:
 *                                          ours, another model's word beside it (never less urgent), a human's
 *   GET    /api/guidance?type=&known=&text= → CallGuidance: what to ask next, what to read to the caller; known is a list
 *                                          of facts, "breathing" or "breathing:no", with commas between
 *   POST   /api/guidance                   {type?, known?: string[], text?} → the same; long words stay out of the address
 *   GET    /api/classifier/report?from=&to= → ReportInUseResponse: the classifier in use, by default the last 30 days
 *                                          (supervisor, admin)
 *   GET    /api/classifier/corrections?after=&limit= → ListCorrectionsResponse: corrected calls, masked (supervisor, admin)
 *   GET    /api/places?q=&lon=&lat=&limit= → {places: PlaceHit[]}
 *   GET    /api/places/at?lon=&lat=        → {place: PlaceHit | null}
 *   POST   /api/incidents                  {summary, place, type, priority, agencies, idempotencyKey} → {incidentId}
 *   GET    /api/incidents/:id              → {incident: Incident, timeline: TimelineEntry[]}
 *   GET    /api/incidents/:id/recommendation?agency=&limit= → RecommendResponse
 *   POST   /api/incidents/:id/assign       {unitIds, overrideReason?}
 *   POST   /api/incidents/:id/place        {place: EdgePlace}
 *   POST   /api/incidents/:id/type         {type, priority?, reason?}
 *   POST   /api/incidents/:id/agencies     {agency}
 *   POST   /api/incidents/:id/notes        {text}
 *   POST   /api/incidents/:id/merge        {into}
 *   POST   /api/incidents/merge            {incidentIds, into} → {mergedIncidentIds, refused: {incidentId, message, messageZh}[]}
 *   POST   /api/incidents/:id/split        {alarmId, into?} → {incidentId} where the call is now
 *   POST   /api/incidents/:id/feedback     {agency, text, finalType?}
 *   POST   /api/incidents/:id/cancel       {reason}
 *   POST   /api/incidents/:id/close        {reason}
 *   POST   /api/units/:id/status           {status, deviceAtMs?, idempotencyKey?, lateReason?, source?: 'button' | 'radio'}
 *   POST   /api/units/:id/decline          {reason}
 *   POST   /api/units/:id/stand-down       {reason}
 *   POST   /api/units/:id/position         {lon, lat, observedAtMs, speedKmh?, headingDeg?, accuracyM?}
 *   GET    /api/units/:id/route            → UnitRoute
 *   GET    /api/units/:id/track?from=&to=  → {positions: Position[]}
 *   GET    /api/wall                       → WallFigures
 *   GET    /map/style.json?lang=&theme=    MapLibre style; zh | en, day | night (or light | dark)
 *   GET    /map/tiles/{z}/{x}/{y}.pbf      vector tiles
 *
 * For machines, with `Authorization: Bearer <key>`, handed through to the service that owns it:
 *
 *   POST   /intake/v1/alarms               ReportAlarmRequest as JSON → ReportAlarmResponse
 *   POST   /intake/v1/calls                what the phone system says of a call (docs/operations/contacts.md)
 *   POST   /tracking/v1/positions          packed frame (application/octet-stream) or {positions: Position[]}
 *   WS     /tracking/v1/stream             packed frames, binary; or JSON {positions: Position[]}
 *
 * socket.io (path /socket.io, auth {token}, or the cookie): see SocketEvents.
 */
import type { Alarm } from './gen/muster/alarm_intake/v1/alarm_intake.ts';
import type { Duty, Incident } from './gen/muster/dispatch/v1/dispatch.ts';
import type { Hospital, Station, Unit } from './gen/muster/resource_registry/v1/resource_registry.ts';

/** `gateway` speaks for many crews: a vehicle terminal gateway or a drill. */
export type Role = 'call-taker' | 'dispatcher' | 'supervisor' | 'unit' | 'leadership' | 'admin' | 'gateway';

export interface SignIn {
  readonly username: string;
  readonly password: string;
}
export interface Session {
  readonly username: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** For role `unit`: which one. */
  readonly unitId: string;
  /** Send as `Authorization: Bearer`, or rely on the cookie. Only in the answer to SignIn. */
  readonly token?: string;
  readonly expiresAtMs: number;
}
export interface SystemInfo {
  readonly mode: 'live' | 'drill' | 'test';
  readonly version: string;
  readonly city: {
    readonly id: string;
    readonly nameZh: string;
    readonly nameEn: string;
    readonly timeZone: string;
    readonly bounds: readonly [number, number, number, number];
    readonly center: readonly [number, number];
    readonly attribution: string;
  } | null;
  readonly incidentTypes: readonly {
    readonly code: string;
    readonly zh: string;
    readonly en: string;
    readonly lead: string;
    readonly also: readonly string[];
    readonly priority: number;
    readonly handTo: string;
  }[];
  readonly unitStatuses: readonly {
    readonly agency: string;
    readonly code: string;
    readonly zh: string;
    readonly en: string;
    readonly canonical: string;
    readonly next: readonly string[];
  }[];
}

/** Most urgent first. Chinese and English; `source` names the public guidance that an instruction follows. */
export interface CallGuidance {
  readonly type: string;
  readonly questions: readonly {
    readonly id: string;
    /** The fact that the answer gives: send it in `known`. */
    readonly asks: string;
    readonly zh: string;
    readonly en: string;
    /** What the answer decides: Chinese, English. */
    readonly why: string;
    readonly whyEn: string;
  }[];
  readonly instructions: readonly {
    readonly id: string;
    readonly zh: string;
    readonly en: string;
    readonly source: string;
    readonly steps: readonly { readonly zh: string; readonly en: string }[];
    readonly metronomePerMinute?: number;
  }[];
  /** What the caller's words and `known` say already. */
  readonly known: readonly { readonly fact: string; readonly value: string }[];
  /** Names the guidance files. */
  readonly version: string;
}

export interface EdgePlace {
  readonly lon: number;
  readonly lat: number;
  readonly accuracyM?: number;
  readonly source?: string;
  readonly text?: string;
  readonly confirmed?: boolean;
}
export interface AlarmForm {
  readonly idempotencyKey: string;
  readonly channel?: string;
  readonly line?: string;
  readonly callerNumber?: string;
  readonly callerName?: string;
  readonly text: string;
  readonly lang?: string;
  readonly place?: EdgePlace;
  readonly reportedType?: string;
  readonly rangAtMs?: number;
}
export interface AlarmReceipt {
  readonly alarmId: string;
  readonly receivedAtMs: number;
  readonly repeated: boolean;
  readonly warnings: readonly string[];
}
export interface PlaceHit {
  readonly name: string;
  readonly nameEn: string;
  readonly kind: string;
  readonly district: string;
  readonly lon: number;
  readonly lat: number;
  /** 0–1. */
  readonly score: number;
}
export interface UnitRoute {
  readonly incidentId: string;
  readonly lengthM: number;
  readonly timeS: number;
  /** [lon, lat] pairs. */
  readonly line: readonly (readonly [number, number])[];
  readonly steps: readonly {
    readonly zh: string;
    readonly en: string;
    readonly lengthM: number;
    readonly lon: number;
    readonly lat: number;
  }[];
}

/** A unit with its duty: the registry's facts and dispatch's, joined by the edge. */
export interface UnitView {
  readonly unit: Unit;
  readonly duty: Duty;
}

/** Everything on the map but positions, at one sequence number. */
export interface Picture {
  /** Changes with each start of the edge: sequences of different epochs are not comparable. */
  readonly epoch: string;
  readonly sequence: number;
  readonly serverNowMs: number;
  readonly incidents: readonly Incident[];
  readonly units: readonly UnitView[];
  readonly stations: readonly Station[];
  readonly hospitals: readonly Hospital[];
  /** Not closed, newest first: the call-takers' queue. */
  readonly alarms: readonly Alarm[];
}

/** A whole record in its new state; applying one twice does no harm. */
export type Change =
  | { readonly kind: 'incident'; readonly value: Incident }
  /** Closed long enough to leave the picture. */
  | { readonly kind: 'incident-gone'; readonly id: string }
  | { readonly kind: 'unit'; readonly value: UnitView }
  | { readonly kind: 'unit-gone'; readonly id: string }
  | { readonly kind: 'station'; readonly value: Station }
  | { readonly kind: 'hospital'; readonly value: Hospital }
  | { readonly kind: 'alarm'; readonly value: Alarm }
  | { readonly kind: 'alarm-gone'; readonly id: string };

/** Sent at most every TICK_MS, only when something changed; sequence = the one before + 1. */
export interface Delta {
  readonly epoch: string;
  readonly sequence: number;
  readonly changes: readonly Change[];
}

export const TICK_MS = 100;

/**
 * A client that finds a gap (sequence ≠ its own + 1, or another epoch) asks `resync` and gets the missing deltas, or a
 * new snapshot when they are gone. `positions` frames (track-frame.ts) carry a uint32 frame number before the frame's
 * bytes; after a gap the client asks `positions` and gets a key frame with every unit.
 *
 * Desks (call-taker, dispatcher, supervisor, gateway) get everything; leadership and admin the same without callers'
 * numbers and names; a crew (role `unit`) its own unit, its jobs and the units on them, with positions once a second.
 */
export interface ServerToClient {
  snapshot: (picture: Picture) => void;
  delta: (delta: Delta) => void;
  /** 4 bytes frame number (uint32 LE), then 12 bytes zero, then a packed track frame. */
  positions: (frame: ArrayBuffer) => void;
  /** This session ended or was replaced: sign in again. */
  'signed-out': () => void;
}
export interface ClientToServer {
  resync: (
    have: { epoch: string; sequence: number },
    answer: (reply: { deltas: readonly Delta[] } | { snapshot: Picture }) => void,
  ) => void;
  positions: (answer: (keyFrame: ArrayBuffer) => void) => void;
}

/** Bytes before the track frame in a `positions` message: keeps the frame's columns aligned. */
export const POSITIONS_PREFIX_BYTES = 16;

/** Live figures of the wall, made by the edge from the picture and the day's incidents. */
export interface WallFigures {
  readonly sinceMs: number;
  readonly calls: number;
  readonly incidentsOpen: number;
  readonly incidentsToday: number;
  readonly waiting: number;
  readonly byAgency: readonly { readonly agency: string; readonly open: number; readonly today: number }[];
  readonly byFamily: readonly { readonly family: string; readonly count: number }[];
  readonly unitsByCanonical: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Seconds, median and 90th percentile over today's incidents; null where there are none. */
  readonly stages: readonly {
    readonly stage: 'answer' | 'process' | 'acknowledge' | 'turnout' | 'travel' | 'total';
    readonly p50S: number | null;
    readonly p90S: number | null;
    readonly n: number;
  }[];
  /** Calls in each of the last 60 minutes, oldest first. */
  readonly callsPerMinute: readonly number[];
}
