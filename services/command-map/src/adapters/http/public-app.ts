import type { Clock } from '@muster/kernel/clock';
import { createApp, finishApp } from '@muster/platform/http/server';
import type { Log } from '@muster/platform/log';
import type { Check } from '@muster/platform/readiness';
import type { Express } from 'express';
import type { Accounts } from '../../app/accounts.ts';
import type { LiveViews } from '../../app/live-views.ts';
import type { Config } from '../../config.ts';
import type { DayLog } from '../../domain/day-log.ts';
import type { LivePicture } from '../../domain/live-picture.ts';
import type { City } from '../city.ts';
import type { PositionFanout } from '../position-fanout.ts';
import type { Services } from '../services.ts';
import { alarmRoutes } from './alarm-routes.ts';
import { Api } from './api.ts';
import { classifierRoutes } from './classifier-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { mapRoutes } from './map-routes.ts';
import { pictureRoutes } from './picture-routes.ts';
import { placeRoutes } from './place-routes.ts';
import { proxyMachines } from './proxy.ts';
import { securityHeaders } from './security.ts';
import { sessionRoutes } from './session-routes.ts';
import { unitRoutes } from './unit-routes.ts';
import { webPages } from './web-pages.ts';

export interface Edge {
  readonly config: Config;
  readonly accounts: Accounts;
  readonly services: Services;
  readonly picture: LivePicture;
  readonly views: LiveViews;
  readonly dayLog: DayLog;
  readonly fanout: PositionFanout;
  readonly city: City;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything the outside sees over HTTP, on one port. `upgrade` goes on the server it is served by. */
export function createPublicApp(edge: Edge, checks: Readonly<Record<string, Check>>) {
  const { config, accounts, city, log } = edge;
  const mode = config.mode;
  const secure = config.tls !== null;
  const app: Express = createApp(checks);
  app.use(securityHeaders(secure));
  const addresses = { intake: config.services['alarm-intake'].http, tracking: config.services['unit-tracking'].http };
  const { upgrade } = proxyMachines(app, addresses, log);
  const api = new Api(app, accounts);
  sessionRoutes(app, api, accounts, secure);
  alarmRoutes(api, { ...edge, mode });
  contactRoutes(api, edge.services, edge.clock);
  classifierRoutes(api, edge);
  incidentRoutes(api, edge);
  unitRoutes(api, edge);
  placeRoutes(api, city);
  pictureRoutes(app, api, { ...edge, mode });
  mapRoutes(app, city);
  webPages(app, config.webDist);
  finishApp(app, log);
  return { app, upgrade };
}
