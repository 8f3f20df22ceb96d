/** The same unary method served by our wrapper and by bare grpc-js. */
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import {
  AlarmIntakeServiceService,
  type ReportAlarmRequest,
  type ReportAlarmResponse,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { grpcService, type Handlers, startGrpcServer } from '@muster/platform/grpc/server';
import { createLog } from '@muster/platform/log';
import { serveRole } from '../role.ts';

const { reportAlarm } = AlarmIntakeServiceService;
const ONE_METHOD = { reportAlarm };

const answer = (request: ReportAlarmRequest): ReportAlarmResponse => ({
  alarmId: request.idempotencyKey,
  receivedAtMs: 1_760_000_000_000,
  repeated: false,
  warnings: [],
});

serveRole({
  async ours() {
    const handlers = { reportAlarm: async (request: ReportAlarmRequest) => answer(request) };
    const services = [grpcService(ONE_METHOD, handlers satisfies Handlers<typeof ONE_METHOD>)];
    const log = createLog('bench');
    return (await startGrpcServer({ listen: '127.0.0.1', port: 0, internalToken: 'token', services, log })).port;
  },
  bare() {
    const server = new Server();
    server.addService(ONE_METHOD, {
      reportAlarm(
        call: ServerUnaryCall<ReportAlarmRequest, ReportAlarmResponse>,
        respond: sendUnaryData<ReportAlarmResponse>,
      ) {
        respond(null, answer(call.request));
      },
    });
    return new Promise<number>((resolve, reject) =>
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
  },
});
