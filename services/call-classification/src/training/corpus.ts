/** One line of the corpus (corpus/README.md says how they are written). */
export interface CorpusCall {
  readonly id: string;
  readonly text: string;
  readonly type: string;
  readonly alt_types: readonly string[];
  readonly priority: number;
  readonly priority_ok: readonly number[];
  /** A verbatim part of the text. */
  readonly location: string | null;
  readonly persons: number | null;
  readonly channel: string;
}

export interface CorpusFile {
  /** zh or en. */
  readonly lang: string;
  /** One author's batch: "author-b.3". */
  readonly batch: string;
  readonly calls: readonly CorpusCall[];
}

/** "author-b" of "author-b.3". */
export const authorOf = (file: CorpusFile): string => file.batch.replace(/\.\d+$/, '');
