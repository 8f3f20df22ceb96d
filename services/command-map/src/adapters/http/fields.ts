import { AGENCIES } from '@muster/kernel/agency';
import { z } from 'zod';

/** Named limits of what people send; longer is refused with the field's name. */
export const FIELD_LIMITS = {
  /** alarm-intake cuts a report's text and says so; this only keeps out what is no text. */
  alarmTextChars: 100_000,
  textChars: 4_000,
  reasonChars: 500,
  shortChars: 128,
  queryChars: 200,
  unitsAtOnce: 50,
  mergesAtOnce: 50,
} as const;

const CONTROL = /[^\P{Cc}\t\n\r]/gu;
/** PostgreSQL takes no NUL in text, JSON no lone surrogate. */
const clean = (text: string): string => text.toWellFormed().replace(CONTROL, ' ').trim();

export const text = (most: number) => z.string().max(most).transform(clean);
export const needed = (most: number) =>
  z
    .string()
    .max(most)
    .transform(clean)
    .refine((value) => value !== '', 'must not be empty');
/** Kept as it was sent, because a retry must be the same: so what cannot be kept is refused. */
export const idempotencyKey = z
  .string()
  .max(FIELD_LIMITS.shortChars)
  .refine((key) => clean(key) === key && !/[\t\n\r]/.test(key), 'must be plain text');
export const shortText = text(FIELD_LIMITS.shortChars);
export const reason = needed(FIELD_LIMITS.reasonChars);
export const lon = z.number().min(-180).max(180);
export const lat = z.number().min(-90).max(90);
/** Whole milliseconds since the epoch, in a range where arithmetic is exact. */
export const timeMs = z.number().min(0).max(8.64e15);
export const agency = z.enum(AGENCIES as [string, ...string[]]);
export const priority = z.int().min(1).max(5);

export const place = z.object({
  lon,
  lat,
  accuracyM: z.number().min(0).max(1e7).default(0),
  source: shortText.default('form'),
  text: text(500).default(''),
  confirmed: z.boolean().default(false),
});
export type EdgePlaceInput = z.infer<typeof place>;

/** A place as it goes to the services: browsers speak WGS-84. */
export const wirePlaceOf = (given: EdgePlaceInput, observedAtMs: number) => ({
  ...given,
  datum: 'wgs84',
  observedAtMs,
});

/** Query strings carry numbers as text. */
export const numberText = z
  .string()
  .max(32)
  .regex(/^-?\d+(\.\d+)?$/, 'must be a number')
  .transform(Number);
