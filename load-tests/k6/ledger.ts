/**
 * What the simulated people were told, one JSON object a line, for the check after the run: k6 gives each of them its
 * own JavaScript world, and the console file is what they share.
 */
export type LedgerLine =
  | { readonly is: 'receipt'; readonly alarmId: string; readonly callerNumber: string; readonly receivedAtMs: number }
  | { readonly is: 'seen'; readonly incidentId: string; readonly alarmId: string; readonly atMs: number }
  | { readonly is: 'assigned'; readonly incidentId: string; readonly unitIds: readonly string[] }
  | { readonly is: 'merged'; readonly incidentId: string; readonly into: string }
  | { readonly is: 'open-at-end'; readonly incidentId: string; readonly why: string }
  | { readonly is: 'trouble'; readonly what: string };

export const note = (line: LedgerLine): void => console.log(JSON.stringify(line));
