import { INCIDENT_TYPES } from '@muster/contracts/taxonomy';
import { ok, type Result, refuse } from '@muster/kernel/result';
import { type Classifier, classify, SURE } from '../domain/classify.ts';
import { type Baseline, reportInUse, type UseCell, type UseReport } from '../domain/in-use-report.ts';
import { knownShareOf } from '../domain/known-share.ts';
import { maskPersonal } from '../domain/mask.ts';
import type { CorpusFile } from '../training/corpus.ts';

export const REPORT_LIMITS = {
  rangeMs: 400 * 86_400_000,
  /** Corrected calls of one page. */
  page: 100,
  /** Calls kept aside that the model is asked about, evenly over all of them. */
  sample: 200,
  /** A report waits so long for what is measured once of the training set; after it, it comes without. */
  baselineMs: 5_000,
} as const;

export interface CorrectedRow {
  readonly alarmId: string;
  readonly channel: string;
  readonly proposed: string;
  readonly human: string;
  /** 0: the human said nothing of it. */
  readonly priority: number;
}

/** The read model. Times are of when calls were received, from inclusive, to exclusive. */
export interface InUseQueries {
  cells(fromMs: number, toMs: number): Promise<UseCell[]>;
  /** Calls by proposed type. */
  types(fromMs: number, toMs: number): Promise<Map<string, number>>;
  corrected(after: string, limit: number): Promise<CorrectedRow[]>;
}

export interface CorrectedCall {
  readonly alarmId: string;
  /** Masked. */
  readonly text: string;
  readonly proposed: string;
  readonly type: string;
  readonly priority: number;
  readonly channel: string;
  /** A verbatim part of the text; '' where none is left. */
  readonly location: string;
}

export interface ReportsDeps {
  readonly classifier: Classifier;
  readonly queries: InUseQueries;
  readonly readCorpus: () => { readonly files: readonly CorpusFile[] };
  /** Calls that the model has not learnt from: what it says of them is what it says of new ones. */
  readonly readHeldOut: () => readonly CorpusFile[];
  /** What the caller said; null: nobody knows (any more). */
  readonly textOf: (alarmId: string) => Promise<string | null>;
  /** Lets what is more important go first. */
  readonly pause: () => Promise<void>;
  /** Comes after so many ms. */
  readonly after: (ms: number) => Promise<unknown>;
}

/** How the classifier does in use, and the calls from which it may learn. */
export class Reports {
  readonly #deps: ReportsDeps;
  #baseline: Promise<Baseline | null> | undefined;
  constructor(deps: ReportsDeps) {
    this.#deps = deps;
  }

  /** @param fromMs inclusive @param toMs exclusive, both of when calls were received */
  async inUse(fromMs: number, toMs: number): Promise<Result<UseReport>> {
    const range = toMs - fromMs;
    if (!(range > 0 && range <= REPORT_LIMITS.rangeMs)) {
      return refuse(
        'invalid',
        'a report is about up to 400 days, from before to',
        '报表时间范围须在400天以内,且起早于止',
      );
    }
    const { queries, after } = this.#deps;
    this.#baseline ??= this.#measureBaseline().catch(() => null);
    const [cells, before, baseline] = await Promise.all([
      queries.cells(fromMs, toMs),
      queries.types(fromMs - range, fromMs),
      Promise.race([this.#baseline, after(REPORT_LIMITS.baselineMs).then(() => null)]),
    ]);
    return ok(reportInUse(cells, before, baseline));
  }

  /** Calls whose type a call-taker or dispatcher changed, after one, in the order of their ids. */
  async corrections(after: string, limit: number): Promise<{ calls: CorrectedCall[]; next: string }> {
    const most = Math.max(1, Math.min(REPORT_LIMITS.page, limit));
    const rows = await this.#deps.queries.corrected(after, most);
    const calls: CorrectedCall[] = [];
    for (const row of rows) {
      const call = await this.#correctedCall(row);
      if (call !== null) calls.push(call);
    }
    return { calls, next: rows.length < most ? '' : (rows.at(-1)?.alarmId ?? '') };
  }

  async #correctedCall({ alarmId, channel, proposed, human, priority }: CorrectedRow): Promise<CorrectedCall | null> {
    const text = await this.#deps.textOf(alarmId);
    if (text === null || text.trim() === '') return null;
    const masked = maskPersonal(text);
    return {
      ...{ alarmId, channel, proposed, type: human, text: masked },
      priority: priority || (INCIDENT_TYPES.get(human)?.priority ?? 3),
      location: classify(this.#deps.classifier, masked).location?.text ?? '',
    };
  }

  /** Types as they are in the training set; words and confidence by calls that were kept aside from it. */
  async #measureBaseline(): Promise<Baseline | null> {
    const { classifier, readCorpus, readHeldOut, pause } = this.#deps;
    const learnt = readCorpus().files.flatMap((file) => file.calls);
    const types = new Map<string, number>();
    for (const { type } of learnt) types.set(type, (types.get(type) ?? 0) + 1);
    const calls = readHeldOut().flatMap((file) => file.calls);
    if (calls.length === 0 || learnt.length === 0) return null;
    const step = Math.max(1, Math.floor(calls.length / REPORT_LIMITS.sample));
    const sums = { calls: 0, known: 0, confidence: 0, unsure: 0 };
    for (let i = 0; i < calls.length; i += step) {
      const { text } = calls[i] as { text: string };
      const { confidence } = classify(classifier, text);
      sums.calls++;
      sums.known += knownShareOf(classifier, text);
      sums.confidence += confidence;
      if (confidence < SURE) sums.unsure++;
      await pause();
    }
    const { known, confidence, unsure, calls: n } = sums;
    return { calls: learnt.length, types, known: known / n, confidence: confidence / n, unsure: unsure / n };
  }
}
