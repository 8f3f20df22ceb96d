import { describe, expect, it } from 'vitest';
import { decodeModel, encodeModel, readModel, sha256 } from '../adapters/model-file.ts';
import { MODEL_FILE, modelVersion, readCorpus, readSources } from '../adapters/sources.ts';
import { trainModel } from '../app/train.ts';

/** The whole corpus is trained again and compared by `./muster train --verify`; here a part of it, twice. */
const { files, sayings } = readCorpus();
const part = {
  files: files
    .filter(({ batch }) => ['author-a.1', 'author-b.1', 'author-c.1', 'author-h.1'].includes(batch))
    .map((file) => ({ ...file, calls: file.calls.slice(0, 30) })),
  sayings: sayings.slice(0, 200),
};

describe('training', () => {
  it('gives the same bits for the same corpus', () => {
    const [first, second] = [trainModel(part), trainModel(part)];
    expect(first.sha256).toBe(second.sha256);
    const decoded = decodeModel(first.bytes, 'part');
    expect(sha256(encodeModel(decoded))).toBe(first.sha256);
  });

  it('made the model in the repository from the corpus in the repository', () => {
    expect(readModel(MODEL_FILE).version).toBe(modelVersion(readCorpus(), readSources().lexiconHash));
  });

  it('refuses a model that is cut off or something else', () => {
    const { bytes } = trainModel({ ...part, sayings: [] });
    expect(() => decodeModel(bytes.subarray(0, bytes.length - 9), 'm')).toThrow(/cut off.*muster train/);
    expect(() => decodeModel(Buffer.from('something else, and long enough'), 'm')).toThrow(/wrong beginning/);
  });
});
