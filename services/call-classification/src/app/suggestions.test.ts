import type { ClassificationEvent } from '@muster/contracts/events/classification';
import type { EventStore } from '@muster/platform/postgres/event-store';
import { describe, expect, it } from 'vitest';
import { loadClassifier } from '../adapters/sources.ts';
import { Classifications, MAX_SUGGESTIONS } from './classifications.ts';

describe('suggestions', () => {
  it('are refused above their limit while a classification is still answered', async () => {
    let go = () => {};
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const classifications = new Classifications({
      heard: { keep: async () => {}, whole: async () => '', forget: async () => {} },
      store: {} as EventStore<ClassificationEvent>,
      classifier: loadClassifier(),
      candidatesFor: () => [],
      pause: () => gate,
    });
    const waiting = Array.from({ length: MAX_SUGGESTIONS }, () => classifications.suggest('着火了'));
    expect(await classifications.suggest('着火了')).toMatchObject({ ok: false, refusal: { code: 'limit' } });
    expect(classifications.classify('电梯困人').type).toBe('rescue.elevator');
    go();
    expect((await Promise.all(waiting)).every((answer) => answer.ok)).toBe(true);
    expect(await classifications.suggest('着火了')).toMatchObject({ ok: true });
  });
});
