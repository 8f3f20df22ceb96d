/** Calls the same method through our wrapper and with the bare generated client. */
import { credentials } from '@grpc/grpc-js';
import {
  AlarmIntakeServiceClient,
  AlarmIntakeServiceService,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { connectGrpc } from '@muster/platform/grpc/client';
import { alarmReport } from '../alarm-report.ts';
import { serveRole } from '../role.ts';

interface Calls {
  readonly port: number;
  readonly count: number;
  /** Calls in flight. */
  readonly callers: number;
}
type Call = (key: string) => Promise<string>;

const { reportAlarm } = AlarmIntakeServiceService;
let ours: Call | undefined;
let bare: Call | undefined;

function connectOurs(port: number): Call {
  const client = connectGrpc({ reportAlarm }, `127.0.0.1:${port}`, 'token');
  return async (key) => (await client.reportAlarm(alarmReport(key))).alarmId;
}

function connectBare(port: number): Call {
  const client = new AlarmIntakeServiceClient(`127.0.0.1:${port}`, credentials.createInsecure());
  return (key) =>
    new Promise((resolve, reject) => {
      client.reportAlarm(alarmReport(key), (error, answer) => (error ? reject(error) : resolve(answer.alarmId)));
    });
}

/** How many answers were the right ones. */
async function callAll(call: Call, { count, callers }: Calls): Promise<number> {
  let next = 0;
  let right = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const key = String(next++);
      if ((await call(key)) === key) right++;
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return right;
}

serveRole({
  ours(calls: Calls) {
    ours ??= connectOurs(calls.port);
    return callAll(ours, calls);
  },
  bare(calls: Calls) {
    bare ??= connectBare(calls.port);
    return callAll(bare, calls);
  },
});
