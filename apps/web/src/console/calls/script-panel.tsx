import type { Alarm } from '@muster/contracts/gen/muster/alarm_intake/v1/alarm_intake';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { contactApi } from '../../api/contact-api.ts';
import { named, useT, wordOr } from '../../language/translate.ts';
import { useSettings } from '../../settings/settings-store.ts';
import { attempt } from '../../shell/notice-store.ts';
import { timeText } from '../../trade/clock.ts';
import { useCall } from '../call-store.ts';
import { useCommand } from '../commands.ts';
import { hasFlag, isDiscreet, standingOf } from './contact-facts.ts';
import { inOrder } from './in-order.ts';
import { nextQuestion, questionsFor, type YesNo } from './script.ts';

const tell = inOrder();

/**
 * For somebody who cannot speak freely, or not at all: questions that yes or no answers, one at a time, recorded with
 * one key. Quiet colours, no sound.
 */
export function ScriptPanel({ alarm }: { alarm: Alarm }) {
  const shown = isDiscreet(alarm) && standingOf(alarm) !== 'gone';
  const map = document.querySelector('.console-map');
  // Over the map: when it comes, the form beside it stays where it is.
  return shown && map !== null ? createPortal(<Script alarm={alarm} />, map) : null;
}

function Script({ alarm }: { alarm: Alarm }) {
  const t = useT();
  const language = useSettings((settings) => settings.language);
  const place = useCall((state) => (state.alarmId === alarm.alarmId ? (state.draft.place.value?.text ?? '') : ''));
  const speaks = hasFlag(alarm, 'duress') && !hasFlag(alarm, 'silent');
  const [chosen, setChosen] = useState('');
  // Recorded here and not back yet: two quick keys are the answers to two questions.
  const [answered, setAnswered] = useState<readonly { readonly question: string }[]>([]);
  const questions = questionsFor(speaks ? 'duress' : 'silent', place === t('ownPosition') ? '' : place);
  const asked = questions.find(({ id }) => id === chosen) ?? nextQuestion(questions, [...alarm.replies, ...answered]);
  const record = (answer: 'yes' | 'no') => {
    setChosen('');
    setAnswered([...answered, { question: asked.zh }]);
    void tell(() => attempt(() => contactApi.reply(alarm.alarmId, asked.zh, answer, speaks ? 'voice' : 'keypress')));
  };
  useCommand('yes', () => record('yes'));
  useCommand('no', () => record('no'));
  return (
    <section className="script" data-testid="script">
      <p className="script-mode">{t(speaks ? 'scriptDuress' : 'scriptSilent')}</p>
      <p className="script-question" data-testid="script-question">
        {named(language, asked.zh, asked.en)}
        {language === 'zh' && <small>{asked.en}</small>}
      </p>
      <div className="script-keys">
        <button type="button" className="script-yes" onClick={() => record('yes')} data-testid="reply-yes">
          <kbd>1</kbd> {t('yes')} <small>Alt+Y</small>
        </button>
        <button type="button" className="script-no" onClick={() => record('no')} data-testid="reply-no">
          <kbd>2</kbd> {t('no')} <small>Alt+N</small>
        </button>
      </div>
      <div className="script-others">
        {questions.map((question) => (
          <Ask key={question.id} question={question} current={question.id === asked.id} onAsk={setChosen} />
        ))}
      </div>
      <ol className="replies" data-testid="replies">
        {alarm.replies.toReversed().map((reply) => (
          <li key={`${reply.atMs}-${reply.question}`}>
            <time>{timeText(reply.atMs)}</time>
            <span className="fact-words">{reply.question}</span>
            <b>{wordOr(t, reply.answer)}</b>
            <small>{wordOr(t, `via-${reply.via}`)}</small>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Ask({ question, current, onAsk }: { question: YesNo; current: boolean; onAsk(id: string): void }) {
  const language = useSettings((settings) => settings.language);
  return (
    <button type="button" aria-pressed={current} onClick={() => onAsk(question.id)}>
      {named(language, question.shortZh, question.shortEn)}
    </button>
  );
}
