import type { CallGuidance } from '@muster/contracts/edge';
import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { named, useT } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { markAnswered, useCall } from '../call-store.ts';
import { useCommand } from '../commands.ts';
import { useConsole } from '../console-store.ts';
import { isDiscreet } from './contact-facts.ts';
import { GuidanceSheet } from './guidance-sheet.tsx';
import { useGuidance } from './use-guidance.ts';

const QUESTIONS = 3;
const INSTRUCTIONS = 4;
type Question = CallGuidance['questions'][number];

/**
 * What to ask next and what to read to the caller, at the foot of the map so that nothing beside it moves; nothing where
 * the system has none, and no questions beside those that only ask for yes or no.
 */
export function GuidancePart({ alarm }: { alarm: Alarm | undefined }) {
  const guidance = useFormGuidance(alarm);
  const { open, show } = useOpenSheet();
  const map = document.querySelector('.console-map');
  const instruction = guidance?.instructions.find(({ id }) => id === open) ?? null;
  const first = guidance?.instructions[0];
  const toggle = (id: string) => show(open === id ? '' : id);
  useCommand('read-aloud', () => toggle(instruction?.id ?? first?.id ?? ''));
  if (guidance === null || map === null) return null;
  const quiet = alarm !== undefined && isDiscreet(alarm);
  const empty = guidance.questions.length === 0 && guidance.instructions.length === 0;
  return (
    <>
      {!quiet && !empty && instruction === null && createPortal(<AskCard guidance={guidance} onRead={toggle} />, map)}
      {instruction !== null && (
        <GuidanceSheet key={instruction.id} instruction={instruction} quiet={quiet} onClose={() => show('')} />
      )}
    </>
  );
}

/** Which words lie over the map; Escape takes them away (console-store). */
function useOpenSheet(): { readonly open: string; show(id: string): void } {
  const [open, setOpen] = useState('');
  const shown = useConsole((state) => state.sheet);
  useEffect(() => () => useConsole.setState({ sheet: false }), []);
  return {
    open: shown ? open : '',
    show(id) {
      setOpen(id);
      useConsole.setState({ sheet: id !== '' });
    },
  };
}

function useFormGuidance(alarm: Alarm | undefined): CallGuidance | null {
  const { draft, guess, answered } = useCall();
  const known = [
    ...(draft.place.by === 'human' && draft.place.value !== null ? ['place'] : []),
    ...((guess?.persons ?? -1) >= 0 ? ['persons'] : []),
    ...answered,
  ];
  return useGuidance(draft.type.value, known, alarm?.text || draft.text);
}

function AskCard({ guidance, onRead }: { guidance: CallGuidance; onRead(id: string): void }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const { questions, instructions } = guidance;
  return (
    <section className="ask-card" data-testid="ask-next">
      <ol>
        {questions.slice(0, QUESTIONS).map((question) => (
          <Ask key={question.id} question={question} />
        ))}
      </ol>
      <div className="row chips" data-testid="instructions">
        {instructions.length > 0 && <h2>{t('readAloud')}</h2>}
        {instructions.slice(0, INSTRUCTIONS).map(({ id, zh, en }, index) => (
          <button
            key={id}
            type="button"
            className={index === 0 ? 'primary' : ''}
            onClick={() => onRead(id)}
            data-instruction={id}
          >
            {named(language, zh, en)} {index === 0 && <kbd>F7</kbd>}
          </button>
        ))}
        {questions.length > QUESTIONS && <small>{t('moreQuestions', { n: questions.length - QUESTIONS })}</small>}
      </div>
    </section>
  );
}

/** Chinese says by 吗 or A-not-A that yes or no answers a question. */
const YES_OR_NO = /吗|有没有|是不是|能不能|会不会/;

function Ask({ question }: { question: Question }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const { asks, zh, en, why, whyEn } = question;
  const answer = (value: string) => markAnswered(value === '' ? asks : `${asks}:${value}`);
  return (
    <li>
      <span className="ask-words">
        {named(language, zh, en)} <small>{named(language, why, whyEn)}</small>
      </span>
      {YES_OR_NO.test(zh) ? (
        <>
          <button type="button" onClick={() => answer('yes')} data-testid="question-yes">
            {t('yes')}
          </button>
          <button type="button" onClick={() => answer('no')} data-testid="question-no">
            {t('no')}
          </button>
        </>
      ) : (
        <button type="button" onClick={() => answer('')} data-testid="question-answered">
          ✓ {t('questionAnswered')}
        </button>
      )}
    </li>
  );
}
