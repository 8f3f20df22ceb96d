import { RefusalError, refuse } from '@muster/kernel/result';
import { requireKey } from '@muster/platform/http/keys';
import express, { type Express } from 'express';
import type { Fleet } from '../app/fleet.ts';
import type { Positions } from '../app/positions.ts';
import { parseReports, takeReports } from './reports.ts';

/** A packed frame of 65,536 positions fits. */
export const MAX_BODY_BYTES = 1_500_000;

/** POST /tracking/v1/positions with the gateway's key: a packed frame, or JSON {positions: [...]}. */
export function trackingRoutes(app: Express, deps: { positions: Positions; fleet: Fleet }, key: string): void {
  app.post(
    '/tracking/v1/positions',
    requireKey(key),
    express.raw({ type: 'application/octet-stream', limit: MAX_BODY_BYTES }),
    express.json({ limit: MAX_BODY_BYTES }),
    (request, response) => {
      if (Buffer.isBuffer(request.body)) {
        const accepted = deps.positions.takeFrame(request.body);
        if (accepted === null) throw notAFrame();
        return void response.json({ accepted });
      }
      const reports = parseReports(request.body);
      if (reports === null) throw notAFrame();
      response.json(takeReports(deps, reports));
    },
  );
}

const notAFrame = (): RefusalError =>
  new RefusalError(
    refuse(
      'invalid',
      'send a packed frame as application/octet-stream, or JSON {"positions": [{"unitId", "lon", "lat", "observedAtMs"}]}',
      '请发送 application/octet-stream 打包帧，或 JSON {"positions": [...]}',
    ).refusal,
  );
