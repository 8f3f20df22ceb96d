import { AlarmIntakeServiceService } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { CallClassificationServiceService } from '@muster/contracts/gen/muster/call_classification/v1/call_classification';
import { DispatchServiceService } from '@muster/contracts/gen/muster/dispatch/v1/dispatch';
import { EventLogServiceService } from '@muster/contracts/gen/muster/platform/v1/event_log';
import { ResourceRegistryServiceService } from '@muster/contracts/gen/muster/resource_registry/v1/resource_registry';
import { UnitTrackingServiceService } from '@muster/contracts/gen/muster/unit_tracking/v1/unit_tracking';
import type { Component } from '@muster/kernel/lifecycle';
import { connectGrpc, type GrpcClient } from '@muster/platform/grpc/client';
import { type EventLogClient, readMissingFrom } from '@muster/platform/grpc/event-log';
import type { Config } from '../config.ts';

/** The other services, as plain async functions. */
export interface Services extends Component {
  readonly intake: GrpcClient<typeof AlarmIntakeServiceService>;
  readonly classification: GrpcClient<typeof CallClassificationServiceService>;
  readonly registry: GrpcClient<typeof ResourceRegistryServiceService>;
  readonly dispatch: GrpcClient<typeof DispatchServiceService>;
  readonly tracking: GrpcClient<typeof UnitTrackingServiceService>;
  /** Missing events of a stream, from their owner. */
  readonly readMissing: Readonly<Record<'alarm-intake' | 'dispatch', ReturnType<typeof readMissingFrom>>>;
}

export function connectServices({ services, internalToken }: Config): Services {
  const all: Component[] = [];
  const kept = <T extends Component>(client: T): T => {
    all.push(client);
    return client;
  };
  const log = (address: string): EventLogClient => kept(connectGrpc(EventLogServiceService, address, internalToken));
  return {
    intake: kept(connectGrpc(AlarmIntakeServiceService, services['alarm-intake'].grpc, internalToken)),
    classification: kept(
      connectGrpc(CallClassificationServiceService, services['call-classification'].grpc, internalToken),
    ),
    registry: kept(connectGrpc(ResourceRegistryServiceService, services['resource-registry'].grpc, internalToken)),
    dispatch: kept(connectGrpc(DispatchServiceService, services.dispatch.grpc, internalToken)),
    tracking: kept(connectGrpc(UnitTrackingServiceService, services['unit-tracking'].grpc, internalToken)),
    readMissing: {
      'alarm-intake': readMissingFrom(log(services['alarm-intake'].grpc)),
      dispatch: readMissingFrom(log(services.dispatch.grpc)),
    },
    stop: async () => void (await Promise.all(all.map((client) => client.stop()))),
  };
}
