/** Hues that mean something, the same on the map, in lists and on the wall; each is always next to a shape or a word. */
export const PRIORITY_COLOURS: Readonly<Record<number, string>> = {
  1: '#f2433d',
  2: '#f58220',
  3: '#e0b21b',
  4: '#3f8ae0',
  5: '#7d8896',
};
export const priorityColour = (priority: number): string => PRIORITY_COLOURS[priority] ?? '#7d8896';

export const CANONICAL_ORDER = [
  'available',
  'available-returning',
  'dispatched',
  'acknowledged',
  'en-route',
  'on-scene',
  'transporting',
  'at-hospital',
  'training',
  'out-of-service',
] as const;
export type Canonical = (typeof CANONICAL_ORDER)[number];

const STATUS_COLOURS: Readonly<Record<string, string>> = {
  available: '#2fa84f',
  'available-returning': '#86c440',
  dispatched: '#f58220',
  acknowledged: '#e0b21b',
  'en-route': '#2f8bff',
  'on-scene': '#a067f0',
  transporting: '#17b3c4',
  'at-hospital': '#5fc9c0',
  training: '#8f7f6a',
  'out-of-service': '#69737f',
};
export const statusColour = (canonical: string): string => STATUS_COLOURS[canonical] ?? '#69737f';

export const AGENCIES = ['medical', 'fire', 'police', 'municipal', 'emergency'] as const;
export type AgencyName = (typeof AGENCIES)[number];

const AGENCY_COLOURS: Readonly<Record<string, string>> = {
  medical: '#1fb6a6',
  fire: '#ef5b45',
  police: '#4c8dff',
  municipal: '#c99a2e',
  emergency: '#b877e6',
};
export const agencyColour = (agency: string): string => AGENCY_COLOURS[agency] ?? '#7d8896';
