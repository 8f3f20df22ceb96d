import type { SystemInfo } from '@muster/contracts/edge';
import { statusAgency } from '@muster/contracts/unit-status';
import type { Agency } from '@muster/kernel/agency';
import { create } from 'zustand';
import { edge } from '../api/edge-api.ts';
import { recall, remember } from '../settings/device-memory.ts';

export type TypeInfo = SystemInfo['incidentTypes'][number];
export type StatusInfo = SystemInfo['unitStatuses'][number];

interface SystemState {
  readonly system: SystemInfo | null;
  readonly types: ReadonlyMap<string, TypeInfo>;
}

const KEY = 'muster.system';
const withSystem = (system: SystemInfo | null): SystemState => ({
  system,
  types: new Map(system?.incidentTypes.map((type) => [type.code, type])),
});

/** The remembered one lets a phone without network still name types and statuses. */
export const useSystem = create<SystemState>()(() => withSystem(recall<SystemInfo>(KEY)));

/** Reads what the edge says about itself; keeps the remembered answer where it does not answer. */
export async function loadSystem(): Promise<void> {
  const system = await edge.system();
  remember(KEY, system);
  useSystem.setState(withSystem(system));
}

export const timeZone = (): string => useSystem.getState().system?.city?.timeZone ?? 'Asia/Shanghai';

/** The rows a crew of this agency can press, in the order of the table. */
export const statusesOf = (statuses: readonly StatusInfo[], agency: string): readonly StatusInfo[] =>
  statuses.filter((row) => row.agency === statusAgency(agency as Agency));
