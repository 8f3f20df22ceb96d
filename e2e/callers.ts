import {
  type Alarm,
  AlarmIntakeServiceService,
  type ReportCallChangeRequest,
} from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import type { Place } from '@muster/contracts/gen/muster/common/v1/common';
import { must } from '@muster/kernel/assert';
import { readRunRecord } from '@muster/local/run-record';
import { connectGrpc, type GrpcClient } from '@muster/platform/grpc/client';
import type { TestMuster } from './whole-line.ts';

/** The telephone system of a test: calls that ring, speak, are cut off, as alarm-intake hears of them. */
export class Callers {
  readonly intake: GrpcClient<typeof AlarmIntakeServiceService> & { stop(): Promise<void> };

  constructor(muster: TestMuster) {
    const intake = readRunRecord(muster.homeDir)?.processes.find(({ name }) => name === 'alarm-intake');
    const port = must(intake?.ports.grpc, 'the port of alarm-intake');
    this.intake = connectGrpc(AlarmIntakeServiceService, `127.0.0.1:${port}`, muster.secrets.internalToken);
  }

  /** A telephone rings; gives the alarm that opened for it. */
  async ring(callId: string, callerNumber: string, place?: Place, line = '110'): Promise<Alarm> {
    return this.change({ callId, callerNumber, line, state: 'ringing', place });
  }

  async change(change: Partial<ReportCallChangeRequest> & { callId: string }): Promise<Alarm> {
    const { alarm } = await this.intake.reportCallChange({
      ...{ alarmId: '', direction: 'inbound', state: '', endReason: '', seat: '', line: '', callerNumber: '' },
      ...{ recordingRef: '', place: undefined, atMs: Date.now(), actor: undefined },
      ...change,
    });
    return must(alarm, 'the alarm of a call');
  }

  async says(alarmId: string, segment: number, text: string, speaker = 'caller', final = true): Promise<void> {
    await this.intake.appendTranscript({ alarmId, segment, text, speaker, final });
  }

  async flag(alarmId: string, flag: string, zh: string, en: string): Promise<void> {
    await this.intake.raiseFlag({ alarmId, flag, zh, en, actor: { kind: 'service', id: 'test', name: '系统' } });
  }

  async alarm(alarmId: string): Promise<Alarm> {
    return must((await this.intake.getAlarm({ alarmId })).alarm, `alarm ${alarmId}`);
  }
}
