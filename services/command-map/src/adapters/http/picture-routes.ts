import { readFileSync } from 'node:fs';
import type { SystemInfo, WallFigures } from '@muster/contracts/edge';
import { INCIDENT_TYPES, UNIT_STATUSES } from '@muster/contracts/taxonomy';
import type { Clock } from '@muster/kernel/clock';
import type { Mode } from '@muster/kernel/mode';
import type { Express } from 'express';
import type { LiveViews } from '../../app/live-views.ts';
import type { DayLog } from '../../domain/day-log.ts';
import type { LivePicture } from '../../domain/live-picture.ts';
import { MAY } from '../../domain/may.ts';
import { audienceOf } from '../../domain/views.ts';
import type { City } from '../city.ts';
import type { Api } from './api.ts';

/** The wall's figures are made at most this often. */
const WALL_MS = 1_000;

interface Deps {
  readonly views: LiveViews;
  readonly picture: LivePicture;
  readonly dayLog: DayLog;
  readonly city: City;
  readonly clock: Clock;
  readonly mode: Mode;
}

/** What is shown: the system, the picture as a whole, the wall's figures. */
export function pictureRoutes(app: Express, api: Api, deps: Deps): void {
  const { views, clock } = deps;
  const system = JSON.stringify(systemInfo(deps));
  // Open to everyone: the sign-in page shows the city, and whether this is a drill.
  app.get('/api/system', (_request, response) => {
    response.setHeader('cache-control', 'no-cache');
    response.type('json').send(system);
  });
  api.route('GET /api/picture', {}, ({ visitor, response }) => {
    const audience = audienceOf(visitor);
    if (audience !== 'desk') return views.of(audience, clock.nowMs()).snapshot(clock.nowMs());
    response.setHeader('cache-control', 'no-store');
    return void response.type('json').send(views.deskJson(clock.nowMs()).json);
  });
  let figures: { madeAtMs: number; value: WallFigures } | null = null;
  api.route('GET /api/wall', { may: MAY.seeWall }, () => {
    const nowMs = clock.nowMs();
    if (figures === null || nowMs - figures.madeAtMs >= WALL_MS) {
      figures = { madeAtMs: nowMs, value: deps.dayLog.figures(nowMs, deps.picture) };
    }
    return figures.value;
  });
}

function systemInfo({ city, mode }: Deps): SystemInfo {
  const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const { meta } = city;
  return {
    mode,
    version,
    city: meta && {
      id: meta.id,
      nameZh: meta.names.zh,
      nameEn: meta.names.en,
      timeZone: meta.timeZone,
      bounds: meta.bounds,
      center: meta.center,
      attribution: meta.attribution,
    },
    incidentTypes: [...INCIDENT_TYPES.values()],
    unitStatuses: UNIT_STATUSES,
  };
}
