import { create } from 'zustand';
import { ApiError } from '../api/http.ts';
import { useSettings } from '../settings/settings-store.ts';

export interface Notice {
  readonly id: number;
  readonly kind: 'done' | 'error';
  readonly text: string;
}

const SHOWN_MS = { done: 3_500, error: 9_000 } as const;
const MAX_NOTICES = 4;
let lastId = 0;

export const useNotices = create<{ readonly notices: readonly Notice[] }>()(() => ({ notices: [] }));

export function notify(kind: Notice['kind'], text: string): void {
  const id = ++lastId;
  useNotices.setState(({ notices }) => ({ notices: [...notices, { id, kind, text }].slice(-MAX_NOTICES) }));
  setTimeout(() => dismiss(id), SHOWN_MS[kind]);
}

export function dismiss(id: number): void {
  useNotices.setState(({ notices }) => ({ notices: notices.filter((notice) => notice.id !== id) }));
}

/** One sentence a person can act on, in their language. */
export function sentenceOf(error: unknown): string {
  const zh = useSettings.getState().language === 'zh';
  if (error instanceof ApiError) return zh ? error.messageZh : error.message;
  return zh ? '页面内部错误，请刷新后重试' : 'the page failed; reload and try again';
}

/** Runs what a person asked for; says how it failed. Gives whether it went well. */
export async function attempt(action: () => Promise<unknown>, done?: string): Promise<boolean> {
  try {
    await action();
    if (done !== undefined) notify('done', done);
    return true;
  } catch (error) {
    if (!(error instanceof ApiError)) console.error(error);
    notify('error', sentenceOf(error));
    return false;
  }
}
