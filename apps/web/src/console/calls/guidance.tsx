import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useEffect, useState } from 'react';
import type { Guidance, GuidanceInstruction } from '../../api/contact-api.ts';
import { named, useT } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { markAnswered, useCall } from '../call-store.ts';
import { useCommand } from '../commands.ts';
import { useConsole } from '../console-store.ts';
import { isDiscreet } from './contact-facts.ts';
import { GuidanceSheet } from './guidance-sheet.tsx';
import { useGuidance } from './use-guidance.ts';

const QUESTIONS = 3;

/** What to ask next and what to read to the caller; nothing where the system has none. */
export function GuidancePart({ alarm }: { alarm: Alarm | undefined }) {
  const guidance = useFormGuidance(alarm);
  const [open, setOpen] = useState('');
  const instruction = guidance?.instructions.find(({ id }) => id === open) ?? null;
  const first = guidance?.instructions[0];
  const toggle = (id: string) => setOpen(open === id ? '' : id);
  useCommand('read-aloud', () => first !== undefined && toggle(instruction?.id ?? first.id));
  useEffect(() => useConsole.setState({ sheet: instruction !== null }), [instruction]);
  useEffect(() => () => useConsole.setState({ sheet: false }), []);
  const sheetOpen = useConsole((state) => state.sheet);
  useEffect(() => {
    if (!sheetOpen) setOpen('');
  }, [sheetOpen]);
  if (guidance === null) return null;
  return (
    <>
      <Questions guidance={guidance} />
      <Instructions instructions={guidance.instructions} open={open} onToggle={toggle} />
      {instruction !== null && (
        <GuidanceSheet
          key={instruction.id}
          instruction={instruction}
          quiet={alarm !== undefined && isDiscreet(alarm)}
          onClose={() => setOpen('')}
        />
      )}
    </>
  );
}

function useFormGuidance(alarm: Alarm | undefined): Guidance | null {
  const { draft, guess, answered } = useCall();
  const known = [
    ...(draft.place.by === 'human' && draft.place.value !== null ? ['place'] : []),
    ...((guess?.persons ?? -1) >= 0 ? ['persons'] : []),
    ...answered,
  ];
  return useGuidance(draft.type.value, known, alarm?.text || draft.text);
}

function Questions({ guidance }: { guidance: Guidance }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  if (guidance.questions.length === 0) return null;
  return (
    <section className="ask-next" data-testid="ask-next">
      <h2>{t('askNext')}</h2>
      <ol>
        {guidance.questions.slice(0, QUESTIONS).map(({ id, zh, en, why }) => (
          <li key={id} title={why}>
            <span>{named(language, zh, en)}</span>
            <button type="button" className="quiet" onClick={() => markAnswered(id)} data-testid="question-answered">
              ✓ {t('questionAnswered')}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface InstructionsProps {
  readonly instructions: readonly GuidanceInstruction[];
  readonly open: string;
  onToggle(id: string): void;
}

function Instructions({ instructions, open, onToggle }: InstructionsProps) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  if (instructions.length === 0) return null;
  return (
    <section className="instructions" data-testid="instructions">
      <div className="row chips">
        <h2>{t('readAloud')}</h2>
        {instructions.map(({ id, zh, en }, index) => (
          <button key={id} type="button" aria-pressed={open === id} onClick={() => onToggle(id)} data-instruction={id}>
            {named(language, zh, en)} {index === 0 && <kbd>F7</kbd>}
          </button>
        ))}
      </div>
    </section>
  );
}
