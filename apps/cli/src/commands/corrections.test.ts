import { expect, it } from 'vitest';
import { corpusLine } from './corrections.ts';

const call = {
  ...{
    alarmId: 'alarm-77',
    text: '我叫[姓名],锦绣路12号有煤气味',
    proposed: 'fire.smoke-odour',
    type: 'fire.gas-leak',
  },
  ...{ priority: 1, channel: 'voice', location: '锦绣路12号' },
};

it('makes a line of the corpus that does not name the alarm', () => {
  const line = corpusLine(call);
  expect(line).not.toContain('alarm-77');
  expect(JSON.parse(line)).toMatchObject({
    ...{ text: call.text, type: 'fire.gas-leak', alt_types: ['fire.smoke-odour'], priority: 1, priority_ok: [1] },
    ...{ location: '锦绣路12号', persons: null, channel: 'voice', proposed: 'fire.smoke-odour' },
  });
  expect(JSON.parse(corpusLine({ ...call, location: 'elsewhere' })).location).toBeNull();
});
