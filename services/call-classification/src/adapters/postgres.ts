import { CHECKPOINT_TABLES, EVENT_TABLES, LOG_POSITION_TABLES } from '@muster/platform/postgres/event-tables';
import type { Migration } from '@muster/platform/postgres/migrate';
import { HEARD } from './heard.ts';
import { IN_USE } from './in-use-effects.ts';

export const MIGRATIONS: readonly Migration[] = [EVENT_TABLES, CHECKPOINT_TABLES, LOG_POSITION_TABLES, HEARD, IN_USE];
