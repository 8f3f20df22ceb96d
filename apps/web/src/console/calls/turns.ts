import type { Alarm, TranscriptSegment } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { markEvidence, type TextPart } from '../evidence.ts';

/** One speaker's words without a break, cut at the words that led the classifier. */
export interface Turn {
  /** Stays the same while its first segment does, so that a correction replaces it in place. */
  readonly key: string;
  readonly speaker: 'caller' | 'taker' | 'unknown';
  /** Written by a seat, not heard. */
  readonly written: boolean;
  readonly pieces: readonly {
    readonly segment: number;
    readonly final: boolean;
    readonly parts: readonly TextPart[];
  }[];
}

/** Segments from here on are what seats write down: they stand after everything heard. */
export const WRITTEN_FROM = 4_900;
export const WRITTEN_MOST = 4_999;
const REPORT = -1;

interface Evidence {
  readonly start: number;
  readonly end: number;
  readonly says: string;
}

/** The conversation as turns. `evidence` counts code points into the alarm's whole text, end exclusive. */
export function turnsOf(alarm: Pick<Alarm, 'text' | 'segments'>, evidence: readonly Evidence[]): Turn[] {
  const turns: Turn[] = [];
  for (const { segment, at } of placed(alarm)) {
    const length = Array.from(segment.text).length;
    const own = evidence
      .filter(({ start, end }) => start >= at && end <= at + length)
      .map(({ start, end, says }) => ({ start: start - at, end: end - at, says }));
    const piece = { segment: segment.segment, final: segment.final, parts: markEvidence(segment.text, own) };
    const written = segment.segment >= WRITTEN_FROM;
    const speaker = segment.speaker === 'caller' || segment.speaker === 'taker' ? segment.speaker : 'unknown';
    const last = turns.at(-1);
    if (last !== undefined && last.speaker === speaker && last.written === written) {
      turns[turns.length - 1] = { ...last, pieces: [...last.pieces, piece] };
    } else turns.push({ key: `${segment.segment}`, speaker, written, pieces: [piece] });
  }
  return turns;
}

/** Each segment with where it begins in the whole text; the words of the report itself come first. */
function placed({ text, segments }: Pick<Alarm, 'text' | 'segments'>): { segment: TranscriptSegment; at: number }[] {
  const heard = segments.filter((segment) => segment.text !== '');
  const joined = heard.map((segment) => segment.text).join('\n');
  const report = reportOf(text, joined);
  const all: TranscriptSegment[] =
    report === '' ? heard : [{ segment: REPORT, text: report, speaker: '', final: true }, ...heard];
  let at = 0;
  return all.map((segment) => {
    const here = { segment, at };
    at += Array.from(segment.text).length + 1;
    return here;
  });
}

function reportOf(text: string, joined: string): string {
  if (joined === '') return text;
  if (!text.endsWith(joined)) return '';
  return text.slice(0, text.length - joined.length).replace(/\n$/, '');
}

/** The number of the segment a seat writes: the first one free. */
export const nextWritten = ({ segments }: Pick<Alarm, 'segments'>): number =>
  Math.min(
    WRITTEN_MOST,
    Math.max(WRITTEN_FROM, ...segments.map(({ segment }) => (segment >= WRITTEN_FROM ? segment + 1 : 0))),
  );
