/** On the instance and on every event. A live system refuses drill events; drills enter no statistic. */
export type Mode = 'live' | 'drill' | 'test';

export const MODES: readonly Mode[] = ['live', 'drill', 'test'];
