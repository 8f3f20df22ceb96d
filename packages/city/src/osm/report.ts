/** What an import read, kept and dropped, with the reason: printed to the person who imports, and kept as JSON. */
export interface ReportLine {
  readonly zh: string;
  readonly en: string;
  readonly count: number;
}

export interface ImportReport {
  readonly read: readonly ReportLine[];
  readonly kept: readonly ReportLine[];
  readonly dropped: readonly ReportLine[];
  /** Stations and hospitals that were not in the source but placed. */
  readonly seeded: readonly ReportLine[];
  /** Sentences the importer should know, e.g. that a city has no hospital. */
  readonly notes: readonly { readonly zh: string; readonly en: string }[];
}

type Section = 'read' | 'kept' | 'dropped' | 'seeded';

export class ReportBuilder {
  #sections: Record<Section, Map<string, ReportLine>> = {
    read: new Map(),
    kept: new Map(),
    dropped: new Map(),
    seeded: new Map(),
  };
  #notes: { zh: string; en: string }[] = [];

  count(section: Section, zh: string, en: string, count = 1): void {
    if (count === 0 && section !== 'kept') return;
    const known = this.#sections[section].get(en);
    this.#sections[section].set(en, { zh, en, count: (known?.count ?? 0) + count });
  }

  note(zh: string, en: string): void {
    this.#notes.push({ zh, en });
  }

  finish(): ImportReport {
    const lines = (section: Section) => [...this.#sections[section].values()];
    return {
      read: lines('read'),
      kept: lines('kept'),
      dropped: lines('dropped').sort((a, b) => b.count - a.count),
      seeded: lines('seeded'),
      notes: this.#notes,
    };
  }
}

const HEADINGS = [
  ['read', '读入', 'Read'],
  ['kept', '采用', 'Kept'],
  ['dropped', '舍弃（及原因）', 'Dropped (and why)'],
  ['seeded', '补设', 'Placed'],
] as const;

/** A plain-text table, Chinese and English side by side, for a terminal. */
export function printReport(report: ImportReport): string {
  const out: string[] = [];
  for (const [section, zh, en] of HEADINGS) {
    const lines = report[section];
    if (lines.length === 0) continue;
    out.push(`${zh} / ${en}`);
    for (const line of lines)
      out.push(`  ${padStart(line.count.toLocaleString('en-US'), 9)}  ${padEnd(line.zh, 34)}  ${line.en}`);
  }
  for (const note of report.notes) out.push(`! ${note.zh}`, `  ${note.en}`);
  return `${out.join('\n')}\n`;
}

/** Hanzi and full-width signs take two columns. */
export function columns(text: string): number {
  let sum = 0;
  for (const char of text) sum += /[\u1100-\u115f\u2e80-\uffdc]/u.test(char) ? 2 : 1;
  return sum;
}

const padEnd = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)));
const padStart = (text: string, width: number): string => ' '.repeat(Math.max(0, width - columns(text))) + text;
