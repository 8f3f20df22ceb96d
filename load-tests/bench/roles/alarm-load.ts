/** Sends alarms the ways intake takes them, and inserts bare rows: the load of `intake`. */
import { randomUUID } from 'node:crypto';
import {
  AlarmIntakeServiceService,
  ReportAlarmRequest,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import pg from 'pg';
import { alarmReport } from '../alarm-report.ts';
import { postAll } from '../http-posts.ts';
import { inTurns, type Load } from '../in-turns.ts';
import { serveRole } from '../role.ts';

let clients: pg.Client[] = [];
let intake: ReturnType<typeof connect> | undefined;
const connect = (port: number) => connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${port}`, 'token');

serveRole({
  http(load: Load & { port: number; key: string }) {
    const run = randomUUID();
    const [before, after] = JSON.stringify(ReportAlarmRequest.toJSON(alarmReport('@'))).split('"@"');
    return postAll(
      {
        ...load,
        path: '/intake/v1/alarms',
        headers: { Authorization: `Bearer ${load.key}`, 'Content-Type': 'application/json' },
        body: (i) => `${before}"${run}-${i}"${after}`,
      },
      201,
    );
  },
  grpc(load: Load & { port: number }) {
    intake ??= connect(load.port);
    const client = intake;
    const run = randomUUID();
    return inTurns(load, async (i) => void (await client.reportAlarm(alarmReport(`${run}-${i}`))));
  },
  async openInserts({ url, connections }: { url: string; connections: number }) {
    clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: url }));
    await Promise.all(clients.map((client) => client.connect()));
    await clients[0]?.query(
      'CREATE TABLE bare (id text PRIMARY KEY, at_ms double precision NOT NULL, data jsonb NOT NULL)',
    );
  },
  insert(load: Load) {
    const run = randomUUID();
    const text = 'INSERT INTO bare (id, at_ms, data) VALUES ($1, $2, $3)';
    const { idempotencyKey: _, ...rest } = alarmReport('');
    return inTurns(load, async (i, connection) => {
      const data = JSON.stringify({ type: 'alarm.received', ...rest });
      await clients[connection]?.query({ name: 'bare', text, values: [`${run}-${i}`, Date.now(), data] });
    });
  },
  async closeInserts() {
    await Promise.all(clients.map((client) => client.end()));
  },
});
