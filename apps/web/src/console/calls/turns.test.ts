import { expect, test } from 'vitest';
import { nextWritten, turnsOf, WRITTEN_FROM } from './turns.ts';

const segment = (number: number, text: string, speaker: string, final = true) => ({
  segment: number,
  text,
  speaker,
  final,
});

test('words of one speaker in a row are one turn; the report comes first', () => {
  const alarm = {
    text: '有人报警\n着火了\n在三楼\n您在哪里',
    segments: [segment(0, '着火了', 'caller'), segment(1, '在三楼', 'caller'), segment(2, '您在哪里', 'taker', false)],
  };
  expect(turnsOf(alarm, []).map(({ speaker, pieces }) => [speaker, pieces.length])).toEqual([
    ['unknown', 1],
    ['caller', 2],
    ['taker', 1],
  ]);
});

test('evidence of the whole text marks the words in their segment, counted in code points', () => {
  const alarm = { text: '😨救命\n着火了', segments: [segment(0, '😨救命', 'caller'), segment(1, '着火了', 'caller')] };
  const turns = turnsOf(alarm, [
    { start: 1, end: 3, says: 'help' },
    { start: 4, end: 6, says: 'fire' },
    { start: 2, end: 5, says: 'across two segments' },
  ]);
  const marked = turns.flatMap(({ pieces }) =>
    pieces.flatMap(({ parts }) => parts.filter(({ says }) => says !== null)),
  );
  expect(marked.map(({ text }) => text)).toEqual(['救命', '着火']);
});

test('a corrected segment stays in its turn and its place', () => {
  const before = turnsOf(
    { text: '人民路\n快来', segments: [segment(0, '人民路', 'caller'), segment(1, '快来', 'caller')] },
    [],
  );
  const after = turnsOf(
    { text: '仁民路\n快来', segments: [segment(0, '仁民路', 'caller'), segment(1, '快来', 'caller')] },
    [],
  );
  expect(after.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  expect(after[0]?.pieces.map((piece) => piece.segment)).toEqual([0, 1]);
});

test('what a seat writes takes a number of its own, after all that is heard', () => {
  expect(nextWritten({ segments: [segment(7, 'x', 'caller')] })).toBe(WRITTEN_FROM);
  expect(nextWritten({ segments: [segment(WRITTEN_FROM, 'x', 'taker')] })).toBe(WRITTEN_FROM + 1);
});
