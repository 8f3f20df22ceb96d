/** Something one side said. An empty speaker is somebody: counted as the caller. */
export interface Turn {
  readonly speaker: 'caller' | 'taker';
  readonly text: string;
}

const TAKER = /^\s*(?:接警员|接线员|接警|调度员?|民警|operator|dispatcher|call-?taker|taker|1[12]\d|911)\s*[:：]\s*/i;
const CALLER = /^\s*(?:报警人|来电人|来电|报警|求助人|对方|caller)\s*[:：]\s*/i;

/** The report's words, which may be a dialogue with a name before each line, then the transcript's segments in order. */
export function turnsOf(
  report: string,
  segments: ReadonlyMap<number, string>,
  speakers: ReadonlyMap<number, string>,
): Turn[] {
  const turns = report.split('\n').map(turnOfLine);
  for (const [i, text] of [...segments].sort(([a], [b]) => a - b)) {
    turns.push({ speaker: speakers.get(i) === 'taker' ? 'taker' : 'caller', text });
  }
  return turns.filter(({ text }) => text.trim() !== '');
}

function turnOfLine(line: string): Turn {
  if (TAKER.test(line)) return { speaker: 'taker', text: line.replace(TAKER, '') };
  return { speaker: 'caller', text: line.replace(CALLER, '') };
}
