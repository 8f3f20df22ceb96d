import { describe, expect, it } from 'vitest';
import { type GuidanceError, loadGuidance, readGuidance } from './guidance-files.ts';
import { readSources } from './sources.ts';

const { lexicon } = readSources();
const mistakesOf = (files: Record<string, string>): readonly string[] => {
  try {
    readGuidance(
      Object.entries(files).map(([name, text]) => ({ name, text })),
      lexicon,
    );
    return [];
  } catch (error) {
    return (error as GuidanceError).mistakes;
  }
};
const FACTS = 'weapon:yes | 有凶器 | a weapon | weapon\nzh 刀\nen knife\n';
const PLACE = 'question: place\nasks: place\nzh: 在哪\nen: Where\nwhy-zh: 派人\nwhy-en: to send\n';
const TELL = 'instruction: wait\nzh: 等\nen: Wait\nsource: WHO\nstep: 等着 | Wait\n';
const PLANS =
  'plan: all\ntypes: *\nask: place\n\nplan: kinds\ntypes: medical.* fire.* rescue.* traffic.* police.* disaster.* service.* call.*\ntell: wait\n';

describe('the guidance files', () => {
  it('are right as they are in the repository', () => {
    const { book, version } = loadGuidance(lexicon);
    expect(book.instructions.size).toBeGreaterThan(80);
    expect(version).toMatch(/^guidance-[0-9a-f]{12}$/);
    for (const { source, steps } of book.instructions.values()) {
      expect(source).not.toMatch(/MPDS|Priority Dispatch/i);
      expect(steps.length).toBeLessThanOrEqual(6);
    }
  });

  it('may be small', () => {
    expect(mistakesOf({ 'facts.txt': FACTS, 'a.txt': `${PLACE}\n${TELL}\n${PLANS}` })).toEqual([]);
  });

  it('are refused with every mistake and its line', () => {
    const wrong = [
      'question: weapon\nasks: weapon\nzh: 有刀吗\nwhy-zh: 安全\nwhy-en: safety\n',
      'instruction: press\nzh: 按\nen: Press\nsource: AHA\nmetronome: 1100\nstep: 按\n',
      'plan: more\ntypes: fire.nothing\nask: place if wepon:yes\ntell: nobody\n',
      'nonsense\n',
      'riddle: x\n',
    ].join('\n');
    const mistakes = mistakesOf({ 'facts.txt': FACTS.replace('| weapon\n', '| no.such\n'), 'a.txt': wrong });
    expect(mistakes.join('\n')).toMatch(/"no.such" is not in the lexicon/);
    for (const line of [
      'a.txt:1: question "weapon" has 0 lines "en", not one',
      'a.txt:11: a metronome beats 60 to 180 times a minute',
      'a.txt:12: a step is "中文 | English"',
      'a.txt:15: no incident type is called "fire.nothing"',
      'a.txt:16: there is no fact "wepon:yes"',
      'a.txt:19: is not "key: value"',
      'a.txt:21: a block begins with question:, instruction: or plan:, not riddle:',
    ]) {
      expect(mistakes).toContain(line);
    }
  });

  it('leave no type without its questions and nothing unused', () => {
    const lone = PLANS.replace(' call.*', '');
    const mistakes = mistakesOf({
      'facts.txt': FACTS,
      'a.txt': `${PLACE}\n${TELL}\n${TELL.replace('wait', 'more')}\n${lone}`,
    });
    expect(mistakes).toContain('instruction "more" is in no plan');
    expect(mistakes).toContain('call.silent: is in no plan of its kind');
  });
});
