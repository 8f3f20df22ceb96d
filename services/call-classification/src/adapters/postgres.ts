import { CHECKPOINT_TABLES, EVENT_TABLES, LOG_POSITION_TABLES } from '@muster/platform/postgres/event-tables';
import type { Migration } from '@muster/platform/postgres/migrate';

export const MIGRATIONS: readonly Migration[] = [EVENT_TABLES, CHECKPOINT_TABLES, LOG_POSITION_TABLES];
