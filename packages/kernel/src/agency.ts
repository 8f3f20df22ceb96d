/** Who leads or helps. `call` and `service` lead types that need no unit. */
export type Agency = 'medical' | 'fire' | 'police' | 'municipal' | 'emergency';

export const AGENCIES: readonly Agency[] = ['medical', 'fire', 'police', 'municipal', 'emergency'];

/** 1 is life in danger now, 5 needs no unit. */
export type Priority = 1 | 2 | 3 | 4 | 5;
