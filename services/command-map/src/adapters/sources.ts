import type { DomainEvent, Recorded } from '@muster/contracts/envelope';
import type { BusStreamName } from '@muster/contracts/subjects';
import type { Component } from '@muster/kernel/lifecycle';
import type { Log } from '@muster/platform/log';
import { startLiveFeed } from '@muster/platform/nats/live-feed';
import { ensureStream } from '@muster/platform/nats/streams';
import { continueTrace } from '@muster/platform/telemetry/trace';
import type { NatsConnection } from '@nats-io/transport-node';
import type { PictureKeeper, Source } from '../app/picture-keeper.ts';
import type { LivePicture } from '../domain/live-picture.ts';
import type { Services } from './services.ts';

const LIST_DEADLINE_MS = 10_000;
/** With their classifications these stay well under the largest gRPC message. */
const RECENT_INCIDENTS = 3_000;
const DOUBTFUL_INCIDENTS = 50;
const RECENT_ALARMS = 1_000;
const FEEDS: readonly BusStreamName[] = ['ALARM', 'RESOURCE', 'DISPATCH'];

/** Where the picture's records come from, by the name of the bus stream that tells of their changes. */
export function sourcesOf(services: Services): Source[] {
  const patient = { deadlineMs: LIST_DEADLINE_MS };
  return [
    {
      name: 'RESOURCE',
      load: async (picture) => {
        const [stations, units, hospitals] = await Promise.all([
          services.registry.listStations({}, patient),
          services.registry.listUnits({}, patient),
          services.registry.listHospitals({}, patient),
        ]);
        for (const station of stations.stations) picture.putStation(station);
        for (const unit of units.units) picture.putUnit(unit);
        for (const hospital of hospitals.hospitals) picture.putHospital(hospital);
      },
    },
    {
      name: 'DISPATCH',
      load: (picture, extent) => loadDispatch(services, picture, extent),
      readMissing: services.readMissing.dispatch,
    },
    {
      name: 'ALARM',
      load: async (picture) => {
        const { alarms } = await services.intake.listAlarms({ limit: RECENT_ALARMS, openOnly: true }, patient);
        for (const alarm of alarms) picture.putAlarm(alarm);
      },
      readMissing: services.readMissing['alarm-intake'],
    },
  ];
}

async function loadDispatch(services: Services, picture: LivePicture, extent: 'everything' | 'open'): Promise<void> {
  const patient = { deadlineMs: LIST_DEADLINE_MS };
  const list = async (openOnly: boolean) =>
    (await services.dispatch.listIncidents({ openOnly, limit: RECENT_INCIDENTS }, patient)).incidents;
  const shown = [...picture.incidents.values()].filter((incident) => incident.state === 'open');
  const [open, recent, { duties }] = await Promise.all([
    list(true),
    extent === 'everything' ? list(false) : [],
    services.dispatch.listDuties({}, patient),
  ]);
  for (const incident of [...recent, ...open]) picture.putIncident(incident);
  for (const duty of duties) picture.putDuty(duty);
  // Open here and not with its owner: it was closed and we were not told.
  const listed = new Set(open.map(({ incidentId }) => incidentId));
  const doubtful = shown.filter(({ incidentId }) => !listed.has(incidentId)).slice(0, DOUBTFUL_INCIDENTS);
  for (const { incidentId } of open.length < RECENT_INCIDENTS ? doubtful : []) {
    const { incident } = await services.dispatch.getIncident({ incidentId }, patient);
    if (incident !== undefined) picture.putIncident(incident);
  }
}

/** The feeds run before anything is loaded. Each event goes on in the trace of the request that caused it. */
export async function startFeeds(nats: NatsConnection, keeper: PictureKeeper, log: Log): Promise<Component> {
  const take = (stream: BusStreamName, event: Recorded<DomainEvent>): void => {
    const show = async (): Promise<void> => keeper.take(stream, event);
    if (event.traceparent === undefined) void show();
    else void continueTrace(event.traceparent, `command-map ${event.data.type}`, 'consumer', show);
  };
  const feeds = await Promise.all(
    FEEDS.map(async (stream) => {
      await ensureStream(nats, stream);
      return startLiveFeed({ nats, stream, log, onEvent: (event) => take(stream, event) });
    }),
  );
  return { stop: async () => void (await Promise.all(feeds.map((feed) => feed.stop()))) };
}
