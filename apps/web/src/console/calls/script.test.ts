import { expect, test } from 'vitest';
import { nextQuestion, questionsFor } from './script.ts';

test('asks what has not been answered, the place right after whether help is needed', () => {
  const questions = questionsFor('silent', '人民路 1 号');
  expect(questions.map(({ id }) => id).slice(0, 2)).toEqual(['help', 'place']);
  const [help, place] = questions;
  expect(nextQuestion(questions, [{ question: help?.zh ?? '' }])).toBe(place);
});

test('every question can be answered with yes or no, in both languages', () => {
  for (const mode of ['duress', 'silent'] as const) {
    for (const { zh, en } of questionsFor(mode, 'x')) {
      expect(zh).toMatch(/吗？|按 1|是吗/);
      expect(en.length).toBeGreaterThan(10);
    }
  }
});
