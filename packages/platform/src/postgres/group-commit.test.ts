import { describe, expect, it } from 'vitest';
import { GroupCommit, MAX_GROUP } from './group-commit.ts';

/** A database that writes only when it is told to. */
function manualDatabase(refuses: (items: readonly string[]) => Error | null = () => null) {
  const writes: { items: readonly string[]; finish: () => void }[] = [];
  const write = (items: readonly string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const error = refuses(items);
      writes.push({ items, finish: () => (error === null ? resolve() : reject(error)) });
    });
  return { writes, group: new GroupCommit<string>(write) };
}
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const duplicate = (): Error => Object.assign(new Error('duplicate key'), { code: '23505' });

describe('group commit', () => {
  it('writes at once when nothing is under way, and together what came meanwhile', async () => {
    const { writes, group } = manualDatabase();
    const done: string[] = [];
    for (const item of ['a', 'b', 'c', 'd', 'e']) void group.add([item]).then(() => done.push(item));
    expect(writes.map(({ items }) => items)).toEqual([['a'], ['b']]);
    writes[0]?.finish();
    await settle();
    expect(done).toEqual(['a']);
    expect(writes[2]?.items).toEqual(['c', 'd', 'e']);
    writes[2]?.finish();
    await settle();
    expect(done).toEqual(['a', 'c', 'd', 'e']);
  });

  it('fails alone what the database refuses, and stores the rest of its group', async () => {
    const { writes, group } = manualDatabase((items) => (items.includes('bad') ? duplicate() : null));
    const first = [group.add(['1']), group.add(['2'])];
    const grouped = ['x', 'bad', 'y'].map((item) => group.add([item]));
    const outcome = Promise.allSettled(grouped);
    for (let i = 0; i < 8; i++) {
      writes[i]?.finish();
      await settle();
    }
    await Promise.all(first);
    expect((await outcome).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('does not write again what a lost connection may have committed', async () => {
    const { writes, group } = manualDatabase((items) =>
      items.length > 1 ? Object.assign(new Error('gone'), { code: 'ECONNRESET' }) : null,
    );
    const first = [group.add(['1']), group.add(['2'])];
    const outcome = Promise.allSettled([group.add(['x']), group.add(['y'])]);
    for (let i = 0; i < 3; i++) {
      writes[i]?.finish();
      await settle();
    }
    await Promise.all(first);
    expect((await outcome).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(writes).toHaveLength(3);
  });

  it('keeps a group within its limit', async () => {
    const { writes, group } = manualDatabase();
    for (let i = 0; i < MAX_GROUP + 10; i++) void group.add([String(i)]);
    writes[0]?.finish();
    await settle();
    expect(writes[2]?.items).toHaveLength(MAX_GROUP);
  });
});
