import { create } from 'zustand';
import type { QueueFilter } from '../trade/incident-facts.ts';

/** What this seat is looking at. The live picture is elsewhere: this is only attention. */
interface ConsoleState {
  readonly panel: 'nothing' | 'incident' | 'unit' | 'call';
  readonly incidentId: string;
  readonly unitId: string;
  readonly filter: QueueFilter;
  readonly availableOnly: boolean;
  /** Whose place the next click on the map sets. */
  readonly picking: 'incident' | 'call' | null;
  readonly helpShown: boolean;
  /** Which list stands on the left. */
  readonly list: 'incidents' | 'contacts';
  /** Words to read to the caller lie over the map. */
  readonly sheet: boolean;
  /** What is known of the caller is out of the map's way. */
  readonly factsFolded: boolean;
}

export const useConsole = create<ConsoleState>()(() => ({
  panel: 'nothing',
  incidentId: '',
  unitId: '',
  filter: { agency: '', show: 'open', text: '' },
  availableOnly: false,
  picking: null,
  helpShown: false,
  list: 'incidents',
  sheet: false,
  factsFolded: false,
}));

const set = useConsole.setState;

export const selectIncident = (incidentId: string): void => set({ panel: 'incident', incidentId, picking: null });
export const selectUnit = (unitId: string): void => set({ panel: 'unit', unitId, picking: null });
export const openCallForm = (): void => set({ panel: 'call', picking: null });
export const setFilter = (change: Partial<QueueFilter>): void =>
  set(({ filter }) => ({ filter: { ...filter, ...change } }));
export const setAvailableOnly = (availableOnly: boolean): void => set({ availableOnly });
export const startPicking = (picking: 'incident' | 'call'): void => set({ picking });
export const stopPicking = (): void => set({ picking: null });
export const showList = (list: 'incidents' | 'contacts'): void => set({ list });
export const showHelp = (helpShown: boolean): void => set({ helpShown });

/** One step back: picking, then help, then what is read aloud, then the unit or the form, then the incident. */
export function goBack(): void {
  const { picking, helpShown, sheet, panel, incidentId } = useConsole.getState();
  if (picking !== null) stopPicking();
  else if (helpShown) showHelp(false);
  else if (sheet) set({ sheet: false });
  else if (panel === 'incident' || incidentId === '') set({ panel: 'nothing', incidentId: '' });
  else set({ panel: 'incident' });
}
